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
    }.get(when, say("**Call at once**"))
    lines = surface.plan.hotlines
    called = [h for h in lines if (h.for_children if when == "child" else h.in_danger)]
    listed = ", ".join(
        say("**{number}** ({name})", number=line.number, name=line.name) for line in called
    )
    return f"{head}: {listed}." if listed else ""
