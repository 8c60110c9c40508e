"""Writes the table and the diagram of docs/reference/order.md, from `ORDER` itself.

Run it after a change of the order: `python docs/draw_order.py`. A test compares the page.
"""

from __future__ import annotations

from pathlib import Path

from hookline.order import ORDER, Rule, Transition

PAGE = Path(__file__).parent / "reference" / "order.md"
BEGIN, END = "<!-- drawn from ORDER: begin -->\n", "<!-- drawn from ORDER: end -->\n"

_WHAT_IT_DOES = {
    "go": "the run goes on",
    "run": "a run of its own begins on top",
    "validate": "a part of the run begins on top",
    "fail": "the run fails, its validation with it",
    "close": "the run is taken away",
}


def table() -> str:
    """Return every row of the order, those that differ in their state alone as one."""
    rows: dict[tuple[str, str, str, Rule | None], list[str]] = {}
    for row in ORDER:
        rows.setdefault((row.hook, row.next, row.move, row.rule), []).append(row.state)
    lines = ["| while | hook | then | what it does | reading |", "| --- | --- | --- | --- | --- |"]
    for (hook, after, move, rule), states in rows.items():
        # A run that is closed leaves what lies below it, which is idle at the bottom only.
        then = "what lay below" if move == "close" else after
        reading = "every" if rule is None else f"`Rule.{rule.name}`"
        cells = (", ".join(states), f"`{hook}`", then, _WHAT_IT_DOES[move], reading)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def diagram() -> str:
    """Return the rows of a run that does not fail, as a Mermaid diagram."""
    drawn = [
        row for row in ORDER if row.rule is None and row.move != "fail" and row.state != "failed"
    ]
    return "\n".join(["```mermaid", "stateDiagram-v2", *map(_arrow, drawn), "```"])


def _arrow(row: Transition) -> str:
    source, target = (_node(state) for state in (row.state, row.next))
    if row.move == "validate":  # it comes back to where it began
        return f"    {source} --> {source}: {row.hook} … on_test_end (validation)"
    return f"    {source} --> {target}: {row.hook}"


def _node(state: str) -> str:
    return "[*]" if state == "idle" else state.replace(" ", "_")


def drawn() -> str:
    """Return the drawn part of the page."""
    return f"{BEGIN}\n{table()}\n\n{diagram()}\n\n{END}"


def redrawn(page: str) -> str:
    """Return the page with its drawn part made anew."""
    before, rest = page.split(BEGIN)
    return before + drawn() + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(redrawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
