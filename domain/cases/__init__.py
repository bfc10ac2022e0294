"""Cases (vụ việc): somebody needs help, and nobody lets it drop. Pure: no I/O, no clock, no words.

- `intake`: what is asked of whoever reports, and how urgent that makes it.
- `intake_form`: the questions, the answers that may be given, and their words.
- `social_services`: what counts as a service, by the two laws.
- `case`: a case with its state and its owner, and how a person stands to it.
- `commands`: the actions, with what each needs, and why one is refused.
- `actions`: what may be done to a case, by whom, and what it becomes then (`decide`).
- `changes`: what an action changes besides the state, and what is owed then.
- `duties`: what is owed to her next, and by when it is late.
- `clock`: until when somebody must have taken a case.
- `escalation`: who is told of a case at first, and who when nobody took it.
- `counting`: indicators 1.3 and 3.2.

The words of a case are `Confidential`. `storage.cases` keeps them in the vault, and notices about
it (`domain.notices.cases`) carry ids only. `services.cases` opens cases, carries out commands and
tells officers.
"""
