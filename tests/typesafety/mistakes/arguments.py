"""Arguments of the loops that make no sense."""

import asyncio

from digits import DATA, Batches, Digits

from hookline import evaluate, fit, predict


def keyword_misspelt() -> None:
    """A misspelt keyword: `epoch=`."""
    fit(Digits(), DATA, epoch=3)  # E: Unexpected keyword argument "epoch" for "fit  [call-arg]


def keyword_misspelt_of_a_method() -> None:
    """A misspelt keyword of a program's `fit`: `callback=`."""
    Digits().fit(DATA, callback=[])  # E: Unexpected keyword argument "callback" for  [call-arg]


def keyword_of_keras() -> None:
    """Keywords of Keras's: `batch_size=`, `validation_split=`."""
    fit(Digits(), DATA, batch_size=32, validation_split=0.1)  # E: Unexpected keyword  [call-arg]


def keyword_of_compile() -> None:
    """`steps_per_execution=` for a program's `fit`, which has it from `compile`."""
    Digits().fit(DATA, steps_per_execution=2)  # E: Unexpected keyword argument  [call-arg]


def keyword_of_another_loop() -> None:
    """`epochs=` for `predict`."""
    predict(Digits(), DATA, epochs=3)  # E: Unexpected keyword argument "epochs" for  [call-arg]


def validation_data_for_evaluate() -> None:
    """`validation_data=` for `evaluate`."""
    evaluate(Digits(), DATA, validation_data=DATA)  # E: Unexpected keyword argument  [call-arg]


def inputs_and_targets() -> None:
    """Inputs and targets apart, as in Keras."""
    fit(Digits(), DATA, DATA)  # E: Too many  [call-arg]  # E: Argument 3 to  [arg-type]


def epochs_by_position() -> None:
    """The number of epochs without its name."""
    fit(Digits(), DATA, 3)  # E: Too many positional arguments for "fit  [call-arg]


def epochs_below_zero() -> None:
    """A negative number of epochs."""
    fit(Digits(), DATA, epochs=-1)  # E: epochs` must be a whole number of at  [hookline-argument]


def epochs_as_float() -> None:
    """A number of epochs that is no whole number."""
    fit(Digits(), DATA, epochs=2.5)  # E: Argument "epochs" to "fit" has incompatible  [arg-type]


def epochs_as_text() -> None:
    """A number of epochs as text, out of `sys.argv`."""
    fit(Digits(), DATA, epochs="3")  # E: Argument "epochs" to "fit" has incompatible  [arg-type]


def epochs_as_none() -> None:
    """No number of epochs."""
    fit(Digits(), DATA, epochs=None)  # E: Argument "epochs" to "fit" has incompatible  [arg-type]


def epochs_before_the_first() -> None:
    """`epochs=` as the count of epochs, with an `initial_epoch` beyond it."""
    fit(Digits(), DATA, epochs=2, initial_epoch=5)  # E: epochs` is the number  [hookline-argument]


def no_step_per_execution() -> None:
    """`steps_per_execution=0`."""
    fit(Digits(), DATA, steps_per_execution=0)  # E: steps_per_execution` must  [hookline-argument]


def no_step_per_epoch() -> None:
    """`steps_per_epoch=0`."""
    fit(Digits(), DATA, steps_per_epoch=0)  # E: steps_per_epoch` must be a  [hookline-argument]


def steps_as_float() -> None:
    """Steps of an epoch by a division."""
    fit(Digits(), DATA, steps_per_epoch=len(DATA) / 2)  # E: Argument "steps_per_epoch  [arg-type]


def validation_steps_below_zero() -> None:
    """A negative number of steps."""
    fit(Digits(), DATA, validation_data=DATA, validation_steps=-1)  # E: number  [hookline-argument]


def verbose_as_text() -> None:
    """`verbose="yes"`."""
    fit(Digits(), DATA, verbose="yes")  # E: Argument "verbose" to "fit" has  [arg-type]


def verbose_beyond_its_values() -> None:
    """`verbose=3`."""
    fit(Digits(), DATA, verbose=3)  # E: Argument "verbose" to "fit" has incompatible  [arg-type]


def validation_freq_of_zero() -> None:
    """`validation_freq=0`."""
    fit(Digits(), DATA, validation_data=DATA, validation_freq=0)  # E: number  [hookline-argument]


def validation_freq_without_data() -> None:
    """`validation_freq=2` without `validation_data`."""
    fit(Digits(), DATA, validation_freq=2)  # E: validation_freq` says after  [hookline-argument]


def validation_freq_as_text() -> None:
    """`validation_freq="1"`."""
    fit(Digits(), DATA, validation_data=DATA, validation_freq="1")  # E: Argument  [arg-type]


def validation_epochs_as_floats() -> None:
    """`validation_freq=` with epochs that are no whole numbers."""
    fit(Digits(), DATA, validation_data=DATA, validation_freq=[0.5, 1.0])  # E: has  [list-item]


def data_that_is_none() -> None:
    """No data."""
    fit(Digits(), None)  # E: Argument 2 to "fit" has incompatible type "None  [arg-type]


def data_that_is_a_number() -> None:
    """A number where data belongs."""
    evaluate(Digits(), 3)  # E: Argument 2 to "evaluate" has incompatible type "int  [arg-type]


def data_of_a_function() -> None:
    """A function that makes data, which was not called."""

    def batches() -> Batches[list[float]]:
        return DATA

    fit(Digits(), batches)  # E: Argument 2 to "fit" has incompatible type  [arg-type]


def no_data() -> None:
    """Data without a batch."""
    empty: list[list[float]] = []
    fit(Digits(), empty)


def logs_of_one_epoch_as_all() -> None:
    """The outputs of `predict` read as if they were metrics."""
    print(predict(Digits(), DATA)["loss"])  # E: No overload variant of  [call-overload]


def loop_awaited() -> None:
    """`await` for a loop, which runs where it is called."""

    async def train() -> None:
        await fit(Digits(), DATA)  # E: Incompatible types in "await" (actual type  [misc]

    asyncio.run(train())


def data_read_once_for_two_epochs() -> None:
    """An iterator, which can be read only once, for several epochs."""
    fit(Digits(), iter(DATA), epochs=2)
