"""Undo and redo: the profiles a person had, in order."""

from dataclasses import dataclass, field

from recsys.profile.profile import Profile

MAX_STEPS = 100


@dataclass(frozen=True)
class History:
    """An immutable history; every step makes a new one. Profiles share what they have in common."""

    present: Profile = field(default_factory=Profile)
    past: tuple[Profile, ...] = ()
    """What `undo` goes back to, oldest first, at most `MAX_STEPS`."""
    future: tuple[Profile, ...] = ()
    """What `redo` goes on to, nearest first."""
    before: Profile | None = None
    """What was there before the last step, undo and redo included; None at the beginning."""

    def change(self, profile: Profile) -> "History":
        """Return the history with one step more; a change to the same profile is no step."""
        if profile == self.present:
            return self
        return History(profile, (*self.past, self.present)[-MAX_STEPS:], (), self.present)

    def undo(self) -> "History":
        """Return the history one step back, or itself at its beginning."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.present, *self.future), self.present)

    def redo(self) -> "History":
        """Return the history one step on, or itself at its end."""
        if not self.future:
            return self
        past = (*self.past, self.present)[-MAX_STEPS:]
        return History(self.future[0], past, self.future[1:], self.present)
