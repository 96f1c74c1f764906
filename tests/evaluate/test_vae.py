"""Mult-VAE and RecVAE: their losses term by term, their gradients, and that they learn."""

from itertools import islice

import numpy as np
import pytest
from scipy import stats
from scipy.sparse import csr_matrix

jax = pytest.importorskip("jax")
jnp = jax.numpy

from recsys.evaluate import baselines, vae  # noqa: E402

N_MOVIES, HIDDEN, TRAITS = 7, 4, 3
KEY = 5


def layer(rng, inputs, outputs, **more):
    made = {"weights": rng.normal(size=(inputs, outputs)), "bias": rng.normal(size=outputs)}
    return {name: jnp.asarray(value) for name, value in {**made, **more}.items()}


def likes(rng, rows=5):
    x = (rng.random((rows, N_MOVIES)) < 0.5).astype(float)
    x[:, 0] = 1
    return x


def mult(rng):
    encoder = [layer(rng, N_MOVIES, HIDDEN), layer(rng, HIDDEN, 2 * TRAITS)]
    return encoder, [layer(rng, TRAITS, HIDDEN), layer(rng, HIDDEN, N_MOVIES)]


def rec(rng):
    encoder = [
        layer(rng, HIDDEN if depth else N_MOVIES, HIDDEN,
              scale=rng.normal(size=HIDDEN), shift=rng.normal(size=HIDDEN))
        for depth in range(5)
    ]  # fmt: skip
    return [*encoder, layer(rng, HIDDEN, 2 * TRAITS)], [layer(rng, TRAITS, N_MOVIES)]


def drawn(mean, log_variance):
    """The traits that a loss draws with this key."""
    normal = jax.random.normal(jax.random.split(jax.random.key(KEY))[1], mean.shape)
    return mean + np.exp(log_variance / 2) * np.asarray(normal)


def likelihood(x, z, decode):
    """The multinomial's, without the n! that no parameter changes."""
    values = []
    for row, logits in zip(x, decode(z), strict=True):
        chances = np.exp(logits) / np.exp(logits).sum()
        n = int(row.sum())
        values.append(stats.multinomial.logpmf(row, n, chances) - np.log(np.arange(1, n + 1)).sum())
    return np.array(values)


def through(part, x):
    return x @ np.asarray(part["weights"], float) + np.asarray(part["bias"], float)


def test_the_loss_of_mult_vae_term_by_term():
    rng = np.random.default_rng(0)
    (encoder, decoder), x = mult(rng), likes(rng)
    hidden = np.tanh(through(encoder[0], x / np.linalg.norm(x, axis=1, keepdims=True)))
    mean, log_variance = np.split(through(encoder[1], hidden), 2, axis=1)
    grid = np.linspace(-80, 80, 400_001)
    divergence = np.zeros(len(x))
    for row, trait in np.ndindex(*mean.shape):
        q = stats.norm(mean[row, trait], np.exp(log_variance[row, trait] / 2))
        divergence[row] += np.trapezoid(
            q.pdf(grid) * (q.logpdf(grid) - stats.norm.logpdf(grid)), grid
        )
    known = likelihood(
        x, drawn(mean, log_variance), lambda z: through(decoder[1], np.tanh(through(decoder[0], z)))
    )
    loss = vae.mult_vae_loss((encoder, decoder), jnp.asarray(x), 0.3, 0.0, jax.random.key(KEY))
    assert float(loss) == pytest.approx((0.3 * divergence - known).mean(), rel=1e-4)


def encoded(encoder, x):
    """RecVAE's encoder, written out."""
    before, inner = [], x / np.linalg.norm(x, axis=1, keepdims=True)
    for part in encoder[:-1]:
        a = through(part, inner) + sum(before)
        a = a / (1 + np.exp(-a))
        spread = np.sqrt(a.var(axis=1, keepdims=True) + 0.1)
        a = (a - a.mean(axis=1, keepdims=True)) / spread
        inner = a * np.asarray(part["scale"]) + np.asarray(part["shift"])
        before.append(inner)
    return np.split(through(encoder[-1], inner), 2, axis=1)


def test_the_loss_of_rec_vae_term_by_term():
    rng = np.random.default_rng(1)
    (encoder, decoder), (old, _), x = rec(rng), rec(rng), likes(rng)
    mean, log_variance = encoded(encoder, x)
    old_mean, old_log_variance = encoded(old, x)
    z = drawn(mean, log_variance)
    prior = np.log(
        3 / 20 * stats.norm.pdf(z)
        + 3 / 4 * stats.norm.pdf(z, old_mean, np.exp(old_log_variance / 2))
        + 1 / 10 * stats.norm.pdf(z, 0, np.exp(5))
    )
    own = stats.norm.logpdf(z, mean, np.exp(log_variance / 2))
    divergence = 0.2 * x.sum(axis=1) * (own - prior).sum(axis=1)
    known = likelihood(x, z, lambda z: through(decoder[0], z))
    loss = vae.rec_vae_loss((encoder, decoder), old, jnp.asarray(x), 0.2, 0.0, jax.random.key(KEY))
    assert float(loss) == pytest.approx((divergence - known).mean(), rel=1e-4)


@pytest.mark.parametrize("kind", ["mult", "rec"])
def test_gradients_are_those_of_finite_differences(kind):
    with jax.enable_x64(True):
        rng = np.random.default_rng(2)
        parameters, old, x = (mult if kind == "mult" else rec)(rng), rec(rng)[0], likes(rng)
        key = jax.random.key(KEY)

        def loss(at):
            if kind == "mult":
                return vae.mult_vae_loss(at, jnp.asarray(x), 0.3, 0.5, key)
            return vae.rec_vae_loss(at, old, jnp.asarray(x), 0.1, 0.5, key)

        gradient = jax.grad(loss)(parameters)
        leaves, shape = jax.tree.flatten(parameters)
        for number in range(len(leaves)):
            step = [np.zeros(leaf.shape) for leaf in leaves]
            step[number] = 1e-6 * rng.normal(size=leaves[number].shape)
            up, down = (
                float(
                    loss(shape.unflatten([a + sign * b for a, b in zip(leaves, step, strict=True)]))
                )
                for sign in (1, -1)
            )
            along = float((jax.tree.leaves(gradient)[number] * step[number]).sum())
            assert (up - down) / 2 == pytest.approx(along, rel=1e-4, abs=1e-11)


def test_dropout_keeps_the_mean_and_the_length_is_one():
    x = jnp.asarray(likes(np.random.default_rng(3), 2000))
    plain = vae.unit(x)
    np.testing.assert_allclose((plain**2).sum(axis=1), 1, rtol=1e-6)
    noisy = vae.unit(x, 0.8, jax.random.key(0))
    assert set(np.round(np.unique(noisy / plain[:, :1]), 3)) == {0, 5}
    np.testing.assert_allclose(noisy.mean(), plain.mean(), rtol=0.05)


SETTINGS = {
    "mult-vae": {"beta": 0.2, "annealing": 5},
    "rec-vae": {"gamma": 0.005},
}


@pytest.mark.parametrize("name", SETTINGS)
def test_it_learns_two_worlds_of_movies_and_a_seed_repeats_it(name):
    rng = np.random.default_rng(2)
    world = rng.integers(0, 2, 120)
    liked = rng.random((120, 20)) < np.where(world[:, None] == np.arange(20) // 10, 0.7, 0.02)
    matrix = csr_matrix(liked.astype(np.float32) * 4)
    profiles = csr_matrix((np.float32([5, 2]), [3, 14], [0, 1, 2]), shape=(2, 20))
    settings = {"hidden": 16, "traits": 4, "dropout": 0.5, "learning_rate": 0.01, "batch": 50}
    settings.update(SETTINGS[name], epochs=30)
    scores = baselines.BASELINES[name](matrix, settings, 0)(profiles).copy()
    assert scores.dtype == np.float32
    scores[[0, 1], [3, 14]] = -np.inf
    best = np.argsort(-scores)[:, :9]
    assert set(best[0]) <= set(range(10))
    assert set(best[1]) <= set(range(10, 20))

    again = baselines.autoencoder_epochs(baselines.NEURAL[name], matrix, settings, 0)
    thirtieth = next(islice(again, 29, None))(profiles)
    np.testing.assert_array_equal(thirtieth[0, :3], scores[0, :3])
    other = baselines.BASELINES[name](matrix, settings, 1)(profiles)
    assert not np.allclose(other[0, :3], scores[0, :3])


def test_without_any_like_a_newcomer_gets_finite_scores():
    rng = np.random.default_rng(4)
    matrix = csr_matrix((rng.random((20, 8)) < 0.4).astype(np.float32))
    settings = {"hidden": 4, "traits": 2, "dropout": 0.5, "learning_rate": 0.01, "batch": 50}
    settings |= {"gamma": 0.01, "epochs": 1}
    scores = baselines.BASELINES["rec-vae"](matrix, settings, 0)
    assert np.isfinite(scores(csr_matrix((1, 8), dtype=np.float32))).all()
