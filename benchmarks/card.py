"""How long a link's picture and an answer of the interface take, inside the server.

    python -m benchmarks.card --dataset NAME

Medians over different profiles; the network is left out, everything behind it is in.
"""

import argparse

from benchmarks.speed import median_ms, profiles_of
from recsys.profile import link
from recsys.ui.web import api, asked, card


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the card and the interface.")
    parser.add_argument("--dataset", default="ml-latest-small", help="an installed data set")
    named = parser.parse_args().dataset
    model = asked.recommender(named, patience=3600).model
    for n in (3, 20, 200):
        links = [
            {"p": link.encode(profile), "dataset": named} for profile in profiles_of(model, n, 30)
        ]
        # The first card of all loads the fonts.
        card.card({**links[0], "name": "first"})
        cold = median_ms([lambda q=q: card.card(q) for q in links])  # type: ignore[misc]
        kept = median_ms([lambda q=q: card.card(q) for q in links])  # type: ignore[misc]
        answer = median_ms([lambda q=q: api.recommend(q) for q in links])  # type: ignore[misc]
        print(
            f"{n:4} favourites: card {cold:6.1f} ms, kept {kept:6.2f} ms, "
            f"/api/recommend {answer:6.1f} ms"
        )


if __name__ == "__main__":
    main()
