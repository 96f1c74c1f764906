"""The command that measures what asking is worth."""

from argparse import Namespace

from recsys import evaluate
from recsys.commands.verbs import _print, _say
from recsys.data.registry import open_dataset
from recsys.errors import ArtifactError


def questions(args: Namespace) -> None:
    found = evaluate.ask(
        open_dataset(args.dataset), args.seed, args.people, on_person=_show_progress
    )
    try:
        evaluate.save_asking(found)
    except ArtifactError as error:
        _say(str(error))
    lines = [
        f"{found.questions} questions to {found.users} people held out, {found.minutes:.1f} min"
    ]
    for way in found.ways:
        start, end = way.ndcg_at_10[0], way.ndcg_at_10[-1]
        line = (
            f"{way.name:20} NDCG@10 {start.mean:.4f} to {end.mean:.4f} "
            f"({end.low:.4f} to {end.high:.4f}), {way.answered.mean:.1f} answered"
        )
        if (ours := way.ours_minus_this) is not None:
            line += f", ours {ours.difference:+.4f} ({ours.low:+.4f} to {ours.high:+.4f})"
        lines.append(line)
    _print(args, found, lines)


def _show_progress(way: str, done: int, people: int) -> None:
    if done % 100 == 0:
        _say(f"{way}: {done} of {people} people")
