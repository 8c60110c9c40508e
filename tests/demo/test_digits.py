"""The data of the demo."""

from __future__ import annotations

import numpy as np

from hookline.demo.digits import Batch, Batches, load


def numbered(count: int) -> Batch:
    return Batch(np.zeros((count, 64)), np.arange(count))


def test_the_parts_share_no_image_and_are_always_the_same() -> None:
    images = np.concatenate([part.samples.images for part in load()])
    assert len({image.tobytes() for image in images}) == len(images) == 1797
    assert np.array_equal(images, np.concatenate([part.samples.images for part in load()]))


def test_pixels_lie_between_0_and_1_and_digits_between_0_and_9() -> None:
    images, digits = load().test.samples
    assert (images.min(), images.max()) == (0, 1)
    assert sorted(set(digits.tolist())) == list(range(10))


def test_batches_cover_the_samples_and_the_last_is_smaller() -> None:
    batches = Batches(numbered(70))
    assert [len(batch.digits) for batch in batches] == [32, 32, 6]
    assert len(batches) == 3


def test_batches_can_be_read_again() -> None:
    batches = Batches(numbered(70))
    first, second = (np.concatenate([b.digits for b in batches]).tolist() for _ in range(2))
    assert first == second == list(range(70))


def test_with_a_seed_each_epoch_has_an_order_of_its_own_and_each_run_the_same() -> None:
    batches, again = Batches(numbered(70), seed=1), Batches(numbered(70), seed=1)
    epochs = [np.concatenate([b.digits for b in batches]).tolist() for _ in range(2)]
    assert epochs[0] != epochs[1]
    assert sorted(epochs[0]) == sorted(epochs[1]) == list(range(70))
    assert epochs == [np.concatenate([b.digits for b in again]).tolist() for _ in range(2)]
