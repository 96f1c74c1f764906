"""What Cinefold says of itself to somebody who has just come."""

HEADLINE = "Find your next movie, and see exactly why"
SENTENCE = (
    "Pick a few movies you love, and see at once what to watch next and how much each of them "
    "speaks for it."
)
