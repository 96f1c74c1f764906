"""What is said about a list without some ratings, and about what another list would take."""

from recsys.explain.what_if import TOP, Influence, Without
from recsys.explain.what_would_it_take import MOST_RATINGS, NEIGHBOURS, Answer, Edit
from recsys.text import count
from recsys.text import stars as in_stars


def without_them(found: Without) -> str:
    """Say in one sentence what the removal does to the top of the list."""
    if not found.removed:
        return "All your ratings count. Leave some out to see what changes."
    without = f"Without {count(len(found.removed), 'rating')}"
    size = min(TOP, len(found.after.recommendations))
    if not size:
        return "No movie is left to compare with these filters."
    if not found.entered and not found.left:
        moved = sum(s.before != s.after for s in found.shifts)
        same = "stay where they are" if not moved else f"stay; {moved} change places"
        return f"{without}, all {size} {same}."
    leave = "leaves" if len(found.left) == 1 else "leave"
    return (
        f"{without}, {len(found.left)} of the top {size} {leave} and "
        f"{count(len(found.entered), 'other comes', 'others come')} in."
    )


def most_decisive(found: tuple[Influence, ...]) -> str:
    """Say which single rating the list hangs on most."""
    if not found:
        return "There is no rating that could be taken away."
    first = found[0]
    if not first.changed:
        return f"No single rating decides: without any one of them the same {TOP} stay on top."
    equal = sum(i.changed == first.changed for i in found[1:])
    rest = f"; {count(equal, 'other rating')} would change as many" if equal else ""
    return (
        f"Leaving out {first.title} changes the list most, {first.changed} of the top {TOP}{rest}."
    )


def what_it_takes(answer: Answer) -> str:
    """Say what it would take."""
    where = f"the top {answer.top}"
    aim = f"brings {answer.title} into" if answer.goal == "in" else f"takes {answer.title} out of"
    if not answer.edits:
        return (
            f"Nothing that was tried {aim} {where}: {count(answer.tried, 'change')} of up to "
            f"{MOST_RATINGS} ratings computed."
        )
    return f"{said(answer.edits)}: that {aim} {where}."


def how_found(answer: Answer) -> str:
    """Say what was tried, and what makes one change smaller than another."""
    return (
        f"{count(answer.tried, 'change')} computed in {answer.seconds:.2f} s, each exactly: "
        "every rating raised, lowered or taken away, each of the "
        f"{NEIGHBOURS} most similar movies added, and where one is not enough, up to "
        f"{MOST_RATINGS} ratings together. Fewer ratings come first, then fewer stars."
    )


def said(edits: tuple[Edit, ...]) -> str:
    """Say what to do."""
    *first, last = [_said(edit) for edit in edits]
    text = " and ".join(filter(None, [", ".join(first), last]))
    return text[:1].upper() + text[1:]


def _said(edit: Edit) -> str:
    if edit.after is None:
        return f"take away your rating of {edit.title}"
    if edit.before is None:
        return f"rate {edit.title} with {in_stars(edit.after)}"
    return f"give {edit.title} {in_stars(edit.after)} instead of {edit.before:g}"
