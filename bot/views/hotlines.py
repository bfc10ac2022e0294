"""The telephone numbers to call, for whatever view has to name them."""

from bot.engine.surface import Surface


def say_whom_to_call(surface: Surface, when: str = "") -> str:
    """Name the numbers of the plan: `Gọi ngay: 113 (Công an), 115 (Cấp cứu), 111 (…).`

    `when`: as in `IntakeNumbers`. Empty where the plan has none.
    """
    say = surface.say
    head = {
        "asked": say("**In danger call at once**"),
        "child": say("**For a child you can always call**"),
        "poison": say("**Poison taken: call at once**"),
    }.get(when, say("**Call at once**"))
    lines = surface.plan.hotlines
    called = [h for h in lines if (h.for_children if when == "child" else h.in_danger)]
    if when == "child_now":
        called.sort(key=lambda line: not line.for_children)
    if when == "poison":
        called.sort(key=lambda line: not line.for_poison)
    listed = ", ".join(
        say("**{number}** ({name})", number=line.number, name=line.name) for line in called
    )
    if when == "child_now" and called and called[0].for_children and called[0].free:
        free = say("{number} costs nothing, at night too.", number=called[0].number)
        return f"{head}: {listed}. {free}"
    return f"{head}: {listed}." if listed else ""
