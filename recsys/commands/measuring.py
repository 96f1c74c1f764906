"""Measure, keep what was found, and say it in lines: what the commands and a terminal need."""

from collections.abc import Callable, Sequence

from recsys import evaluate as evaluation
from recsys.data.dataset import Dataset
from recsys.errors import ArtifactError
from recsys.evaluate import Evaluation, Prices, Step

OnStep = Callable[[Step], None]
OnNotice = Callable[[str], None]


def evaluate(
    dataset: Dataset,
    protocol: str,
    models: Sequence[str],
    seed: int,
    on_step: OnStep,
    on_notice: OnNotice,
) -> tuple[Evaluation, list[str]]:
    """Compare models; see `recsys.evaluate.evaluate`."""
    found = evaluation.evaluate(dataset, protocol, models, seed, on_step=on_step)
    try:
        evaluation.save(found)
    except ArtifactError as error:
        on_notice(str(error))
    lines = [f"{found.protocol}, {found.users} people held out, {found.minutes:.1f} min"]
    lines += [
        f"{row.model:13} given {row.given:<4g} NDCG@10 {row.ndcg_at_10:.4f} "
        f"({row.ci95[0]:.4f} to {row.ci95[1]:.4f})  Recall@20 {row.recall_at_20:.4f}"
        for row in found.rows
    ]
    return found, lines + [f"{model}: left out, {why}" for model, why in found.skipped.items()]


def prices(
    dataset: Dataset, preset: str, seed: int, on_step: OnStep, on_notice: OnNotice
) -> tuple[Prices, list[str]]:
    """Measure the dials; see `recsys.evaluate.prices`."""
    found = evaluation.measure_prices(dataset, preset, seed, on_step=on_step)
    try:
        evaluation.price_table.save(found)
    except ArtifactError as error:
        on_notice(str(error))
    lines = [f"{found.users} people held out, {found.draws} draws each, {found.minutes:.1f} min"]
    lines += [
        f"{p.given:g} likes given, {p.dial:10} {p.at:+.2f}  "
        + "  ".join(f"{name} {estimate.mean:.4f}" for name, estimate in p.metrics.items())
        for p in found.positions
    ]
    return found, lines
