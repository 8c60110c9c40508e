"""Tools for people who test callbacks and loops; hookline's own tests use them.

They need Hypothesis, which `pip install 'hookline[testing]'` brings.
"""

from hookline.callbacks.recorder import Recorder
from hookline.testing.callback_laws import (
    CALLBACK_LAWS,
    Subject,
    check_callback,
    does_not_change_its_logs,
    keeps_nothing_from_run_to_run,
    resumes_from_its_state,
    runs_every_legal_trace,
    survives_a_cut,
)
from hookline.testing.drive import drive, stand_in
from hookline.testing.loop_laws import (
    LOOP_LAWS,
    DrawnError,
    LoopCase,
    calls_hooks_in_order,
    cases,
    check_loop,
    closes_a_run_that_fails,
)
from hookline.testing.machine import HookOrderMachine
from hookline.testing.runs import BrokenRun, Run, broken_runs, runs
from hookline.trace import Call, check_trace, tree

__all__ = [
    "CALLBACK_LAWS",
    "LOOP_LAWS",
    "BrokenRun",
    "Call",
    "DrawnError",
    "HookOrderMachine",
    "LoopCase",
    "Recorder",
    "Run",
    "Subject",
    "broken_runs",
    "calls_hooks_in_order",
    "cases",
    "check_callback",
    "check_loop",
    "check_trace",
    "closes_a_run_that_fails",
    "does_not_change_its_logs",
    "drive",
    "keeps_nothing_from_run_to_run",
    "resumes_from_its_state",
    "runs",
    "runs_every_legal_trace",
    "stand_in",
    "survives_a_cut",
    "tree",
]
