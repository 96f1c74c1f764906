"""What each command does, from parsed arguments to printed result."""

import json
import sys
from argparse import Namespace
from dataclasses import asdict, is_dataclass, replace
from typing import Any

from recsys import explore, loading
from recsys.commands import measuring
from recsys.data.dataset import Dataset
from recsys.data.install import fetch as install
from recsys.data.interactions import build_interactions
from recsys.data.registry import open_dataset
from recsys.data.stars import DEFAULT_MIN_RATING
from recsys.data.tables.columns import parse_columns
from recsys.data.titles import search as searching
from recsys.errors import ArtifactError, DataError
from recsys.evaluate import Step
from recsys.model import store
from recsys.model.als import Progress
from recsys.model.config import ModelConfig, preset
from recsys.model.model import train_model
from recsys.profile import link as links
from recsys.profile.carry import Lost, carry_into
from recsys.profile.importing.archives import bytes_of
from recsys.profile.importing.importer import Importer
from recsys.profile.profile import Profile
from recsys.recommend.filters import Filters
from recsys.recommend.recommender import Recommender
from recsys.recommend.results import Ignored


def summary(args: Namespace) -> None:
    dataset = _dataset(args)
    found = explore.summarize(dataset, build_interactions(dataset.ratings, _min_rating(args)))
    lines = [f"{name}: {value}" for name, value in asdict(found).items()]
    result = {**asdict(found), "report": dataset.report.to_dict()}
    report = [f"{name}: {value}" for name, value in result["report"].items() if value]
    _print(args, result, [*lines, "", *report])


def popular(args: Namespace) -> None:
    movies = explore.popular(_dataset(args), args.n, _min_rating(args))
    _print(
        args, movies, [f"{m.rank:4}  {m.likes:6,} likes  {m.title}  #{m.movie_id}" for m in movies]
    )


def search(args: Namespace) -> None:
    table = explore.popularity(_dataset(args), _min_rating(args))
    found = searching.search(table, args.query, args.n, args.exact)
    movies = [
        {**asdict(movie), "match": match}
        for movie, match in zip(explore.ranked_movies(found), found["match"], strict=True)
    ]
    _print(args, movies, [f"{m['likes']:6,} likes  {m['title']}  #{m['movie_id']}" for m in movies])


def similar(args: Namespace) -> None:
    movies = _recommender(args).similar(args.movie_id, args.n, args.method)
    _print(
        args, movies, [f"{m.rank:3}  {m.similarity:6.3f}  {m.title}  #{m.movie_id}" for m in movies]
    )


def recommend(args: Namespace) -> None:
    profile, lost = _profile(args)
    filters = Filters(
        tuple(args.genre),
        tuple(args.not_genre),
        args.year_from,
        args.year_to,
        args.min_likes,
        args.title,
        args.include_rated,
    )
    dials = args.popularity, args.diversity
    if args.mode == "retrain":
        source, config = _source(args)
        result = loading.recommend_retrained(
            source, config, profile, args.n, filters, *dials, on_progress=_show_progress
        )
    else:
        result = _recommender(args).recommend(profile, args.n, filters, *dials)
    left_out = tuple(Ignored(movie.movie_id, movie.reason) for movie in lost)
    result = replace(result, ignored=(*result.ignored, *left_out))
    lines = [
        f"{r.rank:3}  {r.score:6.3f}  {r.title}  #{r.movie_id}" for r in result.recommendations
    ]
    if result.basis == "popularity":
        lines.insert(0, "no favourite that the model knows, so this is what most people like:")
    lines += [f"left out: movie {i.movie_id}, {i.reason}" for i in result.ignored]
    _print(args, result, lines)


def explain(args: Namespace) -> None:
    profile, lost = _profile(args)
    found = _recommender(args).explain(args.movie_id, profile)
    for movie in lost:
        _say(f"left out: {movie.title}, {movie.reason}")
    lines = [f"{found.title}: score {found.score:.3f}, rank {found.rank:,}"]
    lines += [f"{c.contribution:+8.3f}  {c.title}" for c in found.contributions]
    lines += [f"without {w.title}: score {w.score:.3f}, rank {w.rank:,}" for w in found.without]
    _print(args, found, lines)


def train(args: Namespace) -> None:
    source, config = _source(args)
    model = train_model(
        source.interactions,
        config,
        source.dataset.name,
        source.dataset.fingerprint,
        on_progress=_show_progress,
    )
    try:
        path = str(store.save(model))
    except ArtifactError as error:
        _say(str(error))
        path = None
    report = model.report
    result = {
        "dataset": report.dataset,
        "config": config.to_dict(),
        "users": report.users,
        "movies": report.movies,
        "likes": report.likes,
        "seconds": report.seconds,
        "loss": report.losses[-1],
        "path": path,
    }
    _print(args, result, [f"{name}: {value}" for name, value in result.items()])


def evaluate(args: Namespace) -> None:
    models = [name.strip() for name in args.models.split(",") if name.strip()]
    found, lines = measuring.evaluate(
        open_dataset(args.dataset), args.protocol, models, args.seed, _show_step, _say
    )
    _print(args, found, lines)


def prices(args: Namespace) -> None:
    found, lines = measuring.prices(_dataset(args), args.preset, args.seed, _show_step, _say)
    _print(args, found, lines)


def fetch(args: Namespace) -> None:
    done = install(args.name, args.source)
    checked = f"verified by {done.verified_by}" if done.verified else "nothing to verify it by"
    _print(args, done, [f"{done.dataset}: {done.ratings:,} ratings in {done.path}, {checked}"])


def import_ratings(args: Namespace) -> None:
    found = Importer(_dataset(args)).read(args.file.name, bytes_of(args.file))
    result = {**found.to_dict(), "profile": links.encode(found.profile())}
    lines = [f"{m.title}: {m.stars or 'seen'}" for m in found.matched]
    lines += [f"doubtful: {d.title}, {d.reason}" for d in found.doubtful]
    lines += [f"not matched: {u.title}, {u.reason}" for u in found.unmatched]
    _print(args, result, [*lines, *found.notes, str(result["profile"])])


def link(args: Namespace) -> None:
    if args.decode is not None:
        if not args.decode:
            raise DataError("the token is empty; give the part after p= of a Cinefold link")
        profile = links.decode(args.decode)
        result: dict[str, Any] = {
            "profile": [{"movie_id": m, "stars": s} for m, s in profile.ratings],
            "not_interested": list(profile.not_interested),
        }
        if profile.seen:
            result["seen"] = list(profile.seen)
        if profile.weights:
            result["weights"] = [{"movie_id": m, "weight": w} for m, w in profile.weights]
        _print(args, result, [f"{m}: {s:g} stars" for m, s in profile.ratings])
        return
    profile, lost = _profile(args)
    for movie in lost:
        _say(f"left out: {movie.title}, {movie.reason}")
    token = links.encode(profile)
    _print(args, {"token": token, "query": f"?p={token}" if token else ""}, [token])


def _min_rating(args: Namespace) -> float:
    value = DEFAULT_MIN_RATING if args.min_rating is None else args.min_rating
    if not 0.5 <= value <= 5:
        raise DataError(f"--min-rating is {value:g}; expected 0.5 to 5 stars")
    return float(value)


def _config(args: Namespace, dataset: Dataset) -> ModelConfig:
    base = preset(args.preset, args.seed, ratings=len(dataset.ratings))
    names = ("factors", "regularization", "alpha", "iterations", "min_rating")
    given = {name: getattr(args, name, None) for name in names}
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if not changes:
        return base
    return replace(base, train=replace(base.train, **changes), preset="custom")


def _dataset(args: Namespace) -> Dataset:
    columns = None if args.columns is None else parse_columns(args.columns)
    return open_dataset(args.dataset, columns, on_notice=_say)


def _source(args: Namespace) -> tuple[loading.Source, ModelConfig]:
    dataset = _dataset(args)
    config = _config(args, dataset)
    return loading.Source(dataset, config.train.min_rating), config


def _recommender(args: Namespace) -> Recommender:
    source, config = _source(args)
    return loading.recommender(source, config, on_progress=_show_progress, on_notice=_say)


def _profile(args: Namespace) -> tuple[Profile, tuple[Lost, ...]]:
    """Return the profile in the data set's ids, as `--rate` gives them, and what was left out."""
    carried = carry_into(links.decode(args.profile), _dataset(args))
    profile = carried.profile
    for rating in args.rate:
        movie_id, _, stars = rating.partition("=")
        try:
            profile = profile.rate(int(movie_id), float(stars))
        except (ValueError, OverflowError):
            raise DataError(f"--rate {rating} is not ID=STARS; write for example 1196=5") from None
    for movie_id in args.not_interested:
        profile = profile.exclude(movie_id)
    return profile, carried.lost


def _show_progress(progress: Progress) -> None:
    _say(
        f"iteration {progress.iteration} of {progress.iterations}: "
        f"loss {progress.loss:.6f}, {progress.seconds:.1f} s, {progress.remaining:.0f} s to go"
    )


def _show_step(step: Step) -> None:
    _say(f"{step.done} of {step.steps}: {step.model}, {step.what}, {step.seconds:.0f} s")


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _print(args: Namespace, result: object, lines: list[str]) -> None:
    if args.json:
        print(json.dumps(result, default=_plain, ensure_ascii=False, allow_nan=False))
    else:
        print("\n".join(lines))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
