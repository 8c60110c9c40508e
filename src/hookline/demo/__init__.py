"""A real program on a real data set, to read from top to bottom.

1. `digits`: the data, cut into batches that a loop can read again and again.
2. `network`: a small neural network in NumPy. It knows nothing of hookline.
3. `program`: the network as a `Program`, with logs of its own type.
4. `callbacks`: one callback of each kind: a plain class, a mixin, a whole `Callback`.
5. `families`: which families of hooks an object satisfies.
6. `table`, `picture` and `files`: what the third callback leaves in its folder, and how.
7. `run`: the story: train, evaluate, predict.
"""
