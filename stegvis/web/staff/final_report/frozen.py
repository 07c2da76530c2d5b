"""What a final report said, kept as plain words, so that what was given to somebody reads the same for ever."""

from stegvis.reporting.report.content import Facts, Heading, Paragraph, Report


def kept(report: Report) -> dict:
    """Cover, headings, paragraphs and facts of the report as JSON. A final report has no tables or pictures."""
    blocks = [_block(each) for each in report.blocks]
    return {"language": report.language, "cover": [list(pair) for pair in report.cover], "blocks": blocks}


def shown(content: dict) -> dict:
    """What a page shows of it: `cover`, and each block with its kind."""
    blocks = [(block["kind"], block) for block in content.get("blocks", ())]
    return {"cover": content.get("cover", ()), "blocks": blocks, "language": content.get("language", "")}


def _block(block: Heading | Paragraph | Facts) -> dict:
    words = {"pairs": [list(pair) for pair in block.pairs]} if isinstance(block, Facts) else {"text": block.text}
    return {"kind": type(block).__name__, **words}
