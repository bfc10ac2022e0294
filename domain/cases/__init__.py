"""Cases (vụ việc): a woman needs help, and no one lets it drop. Pure: no I/O, no clock, no words.

- `intake`: what is asked of whoever reports, and how urgent that makes it.
- `intake_form`: the questions, the answers that may be given, and their words.
- `services`: what counts as a service, by the two laws.
- `case`: a case as it stands, its states, and whose it is.
- `acts`: what may be done to it, by whom, and what becomes of it (`decide`).
- `clock`: until when somebody must have taken it.
- `ladder`: who is told, at first and when nobody took it.
- `counting`: indicators 1.3 and 3.2.

What a case says in words is `Confidential`. It is kept by `storage.cases` in the vault, and told
of by notices (`domain.notices.cases`) that carry ids alone. `services.cases.telling` opens cases
and tells officers.
"""
