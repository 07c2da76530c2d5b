"""The results as Markdown tables, for a terminal and for docs/benchmarks.md."""


def text(results: dict) -> str:
    """Every part that was measured."""
    parts = [_machine(results["machine"])]
    writers = {
        "pages": _pages,
        "server": _server,
        "engine": _engine,
        "engines": _engines,
        "events": _events,
        "extracts": _extracts,
        "imports": _imports,
    }
    for name, write in writers.items():
        if name in results:
            parts.append(write(results[name]))
    return "\n\n".join(parts)


def _table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def _machine(facts: dict) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in facts["packages"].items())
    return (
        f"{facts['cores']} cores ({facts['cpu']}), {facts['memory_gb']} GB, {facts['os']}, Python {facts['python']}, "
        f"SQLite {facts['sqlite']}, {versions}. Load at the start {facts['load_at_start']}, at the end "
        f"{facts.get('load_at_end', '–')}."
    )


def _ratio(told: dict) -> str:
    return f"{told['value']:.2f} ({told['low']:.2f}–{told['high']:.2f})"


def _pages(found: dict) -> str:
    rows = [
        [
            row["page"], row["database"], f"{row['enrolments']:,}", f"{row['median_ms']:.1f}", f"{row['p95_ms']:.1f}",
            f"{row['processor_ms']:.1f}",
            _ratio(row["ratio"]), f"{row['limit']:.0f}" if row["limit"] else "–", f"{row['bytes'] / 1000:.1f}",
            f"{row['zipped'] / 1000:.1f}", str(row["queries"]),
        ]
        for row in found["rows"]
    ]  # fmt: skip
    head = [
        "Page", "Database", "Enrolments", "Median ms", "p95 ms", "Processor ms", "× bare page", "Goal", "kB", "zipped",
        "Queries",
    ]  # fmt: skip
    grown = [
        [row["page"], row["database"], f"{row['from']:,} → {row['to']:,}", _ratio(row["ratio"])]
        for row in found["growth"]
    ]
    text = _table(head, rows)
    return text + ("\n\n" + _table(["Page", "Database", "Size", "Growth"], grown) if grown else "")


def _server(found: dict) -> str:
    rows = [
        [
            row["page"],
            str(row["clients"]),
            f"{row['per_second']:.0f}",
            f"{row['median_ms']:.0f}",
            f"{row['p95_ms']:.0f}",
        ]
        for row in found["rows"]
    ]
    return (
        f"Web server (granian, one process, four threads), {found['database']}, {found['enrolments']:,} enrolments: "
        f"{found['memory_mb']} MB resident; first answer {found['cold_start_s']:.1f} s after a cold start, the second "
        f"{found['second_answer_ms']:.0f} ms.\n\n"
        + _table(["Page", "Clients", "Requests/s", "Median ms", "p95 ms"], rows)
    )


def _engine(found: dict) -> str:
    rows = [
        [name, f"{each['median']:.2f}", f"{each['p95']:.2f}", _ratio(found["ratios"][name]),
         f"{found['processor'][name]['median']:.2f}", _ratio(found["processor_ratios"][name])]
        for name, each in found["times"].items()
    ]  # fmt: skip
    head = ["How", "Median s", "p95 s", "× by hand", "Processor s", "× by hand, processor"]
    return (
        f"Municipality × sex × destination, {found['rows']:,} enrolments of {found['people']:,} people, "
        f"{found['cells']:,} cells that are not empty, {found['rounds']} rounds:\n\n" + _table(head, rows)
    )


def _engines(found: dict) -> str:
    rows = [
        [name, "–", "–", "–", one]
        if isinstance(one, str)
        else [
            name, f"{one['ready_s']:.1f}", ", ".join(f"{each:.1f}" for each in one["questions_s"]),
            str(one["memory_mb"]), f"{one['cells']:,}",
        ]
        for name, one in found["engines"].items()
    ]  # fmt: skip
    head = [
        "Engine",
        "Before the first question, s",
        "Questions, s",
        "Memory of who asks, MB",
        "Cells that are not empty",
    ]
    return f"{found['rows']:,} enrolments, once, by the clock:\n\n" + _table(head, rows)


def _events(found: dict) -> str:
    rows = [
        [name, f"{each['median']:.2f}", f"{each['p95']:.2f}", _ratio(found["ratios"][name])]
        for name, each in found["processor"].items()
    ]
    return (
        f"Municipality × kind, {found['events']:,} events of {found['enrolments']:,} enrolments, {found['rounds']} "
        "rounds:\n\n" + _table(["How", "Processor s, median", "p95", "× joined by pseudonym"], rows)
    )


def _extracts(found: list[dict]) -> str:
    rows = [
        [
            one["database"], f"{one['rows']:,}", name, ", ".join(f"{each:.3f}" for each in seconds),
            ", ".join(map(str, one["pieces"].get(name, []))),
        ]
        for one in found
        for name, seconds in one["processor"].items()
    ]  # fmt: skip
    head = ["Database", "Enrolments of the project", "Draw", "Processor s, each round", "Pieces written"]
    return _table(head, rows)


def _imports(found: list[dict]) -> str:
    rows = [
        [one["database"], f"{one['rows']:,}", name, ", ".join(f"{rate:,.0f}" for rate in rates)]
        for one in found
        for name, rates in one["per_second"].items()
    ]
    return _table(["Database", "Rows", "How", "Rows/s, each round"], rows)
