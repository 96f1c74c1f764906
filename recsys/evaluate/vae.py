"""Mult-VAE and RecVAE: autoencoders of likes, trained with JAX on the processor.

Both encode a person's likes as a normal distribution of hidden traits, decode a draw from it into
chances of all movies, and maximise a lower bound of the likes' multinomial likelihood. A newcomer
is served from the mean of their traits. Training has no end of its own: each function yields the
scores after one more epoch, and the number of epochs is tuned like any other setting.

Source
------
Liang, Krichene, Hoffman, Jebara 2018, "Variational Autoencoders for Collaborative Filtering";
Shenbin, Alekseev, Tutubalina, Malykh, Nikolenko 2020, "RecVAE: A New Variational Autoencoder for
Top-N Recommendations with Implicit Feedback", and its authors' code.
"""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.example_libraries import optimizers
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recsys.evaluate.measure import Scores

Settings = dict[str, float]
Parameters = list[Any]
"""Of a network's layers: weights, shape (inputs, outputs), and bias, shape (outputs,)."""
Encode = Callable[[Parameters, jax.Array], tuple[jax.Array, jax.Array]]
"""Likes, scaled to length 1, to the mean and log-variance of traits, each (rows, traits)."""
Decode = Callable[[Parameters, jax.Array], jax.Array]
"""Traits to the movies' logits, shape (rows, n_movies)."""
PRIOR_WEIGHTS = (3 / 20, 3 / 4, 1 / 10)
"""Of RecVAE's prior: standard normal, the encoder one epoch ago, a wide normal."""
WIDE_LOG_VARIANCE = 10.0


def mult_vae(likes: csr_matrix, settings: Settings, seed: int) -> Iterator[Scores]:
    """Train Mult-VAE^PR; yield its scores after each epoch.

    `beta` is the weight of the divergence after so many epochs of `annealing`, growing from 0.
    """
    n_movies, hidden, traits = likes.shape[1], int(settings["hidden"]), int(settings["traits"])
    keys = _keys(seed)
    encoder = [_layer(next(keys), n_movies, hidden), _layer(next(keys), hidden, 2 * traits)]
    decoder = [_layer(next(keys), traits, hidden), _layer(next(keys), hidden, n_movies)]
    rate, dropout = settings["learning_rate"], settings["dropout"]
    init, _, read = optimizers.adam(rate)
    state, number = init((encoder, decoder)), 0
    rng = np.random.default_rng(seed)
    growing = settings["annealing"] * (likes.shape[0] // _batch_size(likes, settings))
    while True:
        for x in _batches(likes, settings, rng):
            beta = settings["beta"] * min(1.0, number / growing)
            state = _mult_vae_step(number, state, rate, x, beta, dropout, next(keys))
            number += 1
        yield _scores(plain_encode, plain_decode, *read(state))


def rec_vae(likes: csr_matrix, settings: Settings, seed: int) -> Iterator[Scores]:
    """Train RecVAE; yield its scores after each epoch.

    In an epoch the encoder learns from three passes over the likes with `dropout`, then the
    decoder from one without, beside a prior that has taken the encoder over. `gamma` times a
    person's number of likes weighs the divergence.
    """
    n_movies, hidden, traits = likes.shape[1], int(settings["hidden"]), int(settings["traits"])
    keys = _keys(seed)
    encoder = [
        *(_layer(next(keys), hidden if depth else n_movies, hidden) for depth in range(5)),
        _layer(next(keys), hidden, 2 * traits),
    ]
    for layer in encoder[:-1]:
        layer.update(scale=jnp.ones(hidden), shift=jnp.zeros(hidden))
    decoder = [_layer(next(keys), traits, n_movies)]
    rate, gamma = settings["learning_rate"], settings["gamma"]
    init, _, read = optimizers.adam(rate)
    states, numbers, old = [init(encoder), init(decoder)], [0, 0], encoder
    rng = np.random.default_rng(seed)
    while True:
        for part in (0, 0, 0, 1):
            if part:
                old = read(states[0])
            dropout = 0.0 if part else settings["dropout"]
            for x in _batches(likes, settings, rng):
                states[part] = _rec_vae_step(
                    part, numbers[part], states, rate, old, x, gamma, dropout, next(keys)
                )
                numbers[part] += 1
        yield _scores(dense_encode, plain_decode, read(states[0]), read(states[1]))


def mult_vae_loss(
    parameters: tuple[Parameters, Parameters],
    x: jax.Array,
    beta: float,
    dropout: float,
    key: jax.Array,
) -> jax.Array:
    """Return minus the bound with its divergence weighed by β, mean over rows.

    Parameters
    ----------
    parameters : tuple
        Of encoder and decoder.
    x : float32, shape (rows, n_movies)
        1 for a like.

    Source
    ------
    Liang and others 2018, the multinomial likelihood of section 2.1, the bound of 2.2.
    """
    encoder, decoder = parameters
    noise, draw = jax.random.split(key)
    mean, log_variance = plain_encode(encoder, unit(x, dropout, noise))
    z = _drawn(mean, log_variance, draw)
    divergence = 0.5 * (jnp.exp(log_variance) + mean**2 - 1 - log_variance).sum(axis=1)
    return (beta * divergence - log_likelihood(plain_decode(decoder, z), x)).mean()


def rec_vae_loss(
    parameters: tuple[Parameters, Parameters],
    old: Parameters,
    x: jax.Array,
    gamma: float,
    dropout: float,
    key: jax.Array,
) -> jax.Array:
    """Return minus the bound with its divergence estimated from the one draw, mean over rows.

    See `mult_vae_loss`; `old` are the parameters of the encoder in the prior.
    """
    encoder, decoder = parameters
    noise, draw = jax.random.split(key)
    mean, log_variance = dense_encode(encoder, unit(x, dropout, noise))
    z = _drawn(mean, log_variance, draw)
    prior = log_prior(z, *dense_encode(old, unit(x)))
    divergence = (log_normal(z, mean, log_variance) - prior).sum(axis=1)
    weight = gamma * x.sum(axis=1)
    return (weight * divergence - log_likelihood(plain_decode(decoder, z), x)).mean()


def _step_mult_vae(number: int, state: Any, rate: float, *given: Any) -> Any:
    _, update, read = optimizers.adam(rate)
    return update(number, jax.grad(mult_vae_loss)(read(state), *given), state)


def _step_rec_vae(part: int, number: int, states: list[Any], rate: float, *given: Any) -> Any:
    _, update, read = optimizers.adam(rate)

    def loss(learned: Parameters) -> jax.Array:
        both = [read(state) for state in states]
        both[part] = learned
        return rec_vae_loss((both[0], both[1]), *given)

    return update(number, jax.grad(loss)(read(states[part])), states[part])


# Compiled once for each shape of network and batch, whatever the other settings.
_mult_vae_step = jax.jit(_step_mult_vae)
_rec_vae_step = jax.jit(_step_rec_vae, static_argnums=0)


def log_likelihood(logits: jax.Array, x: jax.Array) -> jax.Array:
    """Return Σ x log softmax(logits), shape (rows,); the multinomial's without its constant."""
    return (x * jax.nn.log_softmax(logits)).sum(axis=1)


def log_normal(z: jax.Array, mean: jax.Array | float, log_variance: jax.Array | float) -> jax.Array:
    """Return the log-density of each trait."""
    return -0.5 * (log_variance + jnp.log(2 * jnp.pi) + (z - mean) ** 2 / jnp.exp(log_variance))


def log_prior(z: jax.Array, old_mean: jax.Array, old_log_variance: jax.Array) -> jax.Array:
    """Return the log-density of RecVAE's composite prior, mixed trait by trait.

    Source
    ------
    Shenbin and others 2020, the composite prior; the mixing by trait and the weights are those of
    the authors' code.
    """
    parts = (
        log_normal(z, 0.0, 0.0),
        log_normal(z, old_mean, old_log_variance),
        log_normal(z, 0.0, WIDE_LOG_VARIANCE),
    )
    weighted = [jnp.log(w) + part for w, part in zip(PRIOR_WEIGHTS, parts, strict=True)]
    return jax.nn.logsumexp(jnp.stack(weighted), axis=0)


def unit(x: jax.Array, dropout: float = 0.0, key: jax.Array | None = None) -> jax.Array:
    """Return rows scaled to length 1, then entries dropped and the rest scaled up for it."""
    x = x / jnp.sqrt(jnp.maximum((x**2).sum(axis=1, keepdims=True), 1e-12))
    if key is None:
        return x
    kept = jax.random.bernoulli(key, 1 - dropout, x.shape)
    return jnp.where(kept, x / (1 - dropout), 0)


def plain_encode(layers: Parameters, x: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Mult-VAE's encoder, one hidden layer."""
    mean, log_variance = jnp.split(plain_decode(layers, x), 2, axis=1)
    return mean, log_variance


def plain_decode(layers: Parameters, x: jax.Array) -> jax.Array:
    """Layers with tanh between them; RecVAE's decoder is one layer."""
    for layer in layers[:-1]:
        x = jnp.tanh(_linear(layer, x))
    return _linear(layers[-1], x)


def dense_encode(layers: Parameters, x: jax.Array) -> tuple[jax.Array, jax.Array]:
    """RecVAE's encoder: five layers, each also fed the sum of all before it."""
    before: list[jax.Array] = []
    for layer in layers[:-1]:
        before.append(_normalised(layer, jax.nn.swish(_linear(layer, x) + sum(before))))
        x = before[-1]
    mean, log_variance = jnp.split(_linear(layers[-1], x), 2, axis=1)
    return mean, log_variance


def _normalised(layer: dict[str, jax.Array], x: jax.Array) -> jax.Array:
    centred = x - x.mean(axis=1, keepdims=True)
    # 0.1 under the root is the authors'.
    deviation = jnp.sqrt((centred**2).mean(axis=1, keepdims=True) + 0.1)
    return centred / deviation * layer["scale"] + layer["shift"]


def _linear(layer: dict[str, jax.Array], x: jax.Array) -> jax.Array:
    return x @ layer["weights"] + layer["bias"]


def _layer(key: jax.Array, inputs: int, outputs: int) -> dict[str, jax.Array]:
    weights = jax.nn.initializers.glorot_uniform()(key, (inputs, outputs))
    return {"weights": weights, "bias": jnp.zeros(outputs)}


def _drawn(mean: jax.Array, log_variance: jax.Array, key: jax.Array) -> jax.Array:
    return mean + jnp.exp(log_variance / 2) * jax.random.normal(key, mean.shape)


def _keys(seed: int) -> Iterator[jax.Array]:
    return (jax.random.fold_in(jax.random.key(seed), number) for number in count())


def _batch_size(likes: csr_matrix, settings: Settings) -> int:
    return min(int(settings["batch"]), likes.shape[0])


def _batches(
    likes: csr_matrix, settings: Settings, rng: np.random.Generator
) -> Iterator[NDArray[np.float32]]:
    """Yield everybody's likes in random order; the few left over wait for another epoch."""
    size = _batch_size(likes, settings)
    order = rng.permutation(likes.shape[0])
    for first in range(0, len(order) - size + 1, size):
        yield (likes[order[first : first + size]].toarray() > 0).astype(np.float32)


def _scores(encode: Encode, decode: Decode, encoder: Parameters, decoder: Parameters) -> Scores:
    def scores(profiles: csr_matrix) -> NDArray[np.float32]:
        x = jnp.asarray((profiles.toarray() > 0).astype(np.float32))
        return np.asarray(decode(decoder, encode(encoder, unit(x))[0]))

    return scores
