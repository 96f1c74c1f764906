"""What Cinefold says of itself to somebody who has just come."""

HEADLINE = "Find your next movie, and see exactly why"
SENTENCE = (
    "Pick a few movies you love. Cinefold recommends others at once and shows how much each of "
    "your favourites counts in every recommendation. No account: your link is your profile."
)
