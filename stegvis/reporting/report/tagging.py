"""Completes a PDF that WeasyPrint has printed, where PDF/UA-1 (ISO 14289-1) asks for more, and makes it repeatable.

WeasyPrint leaves the scope of table heads out, measures the boxes of figures in its own units, lets captions of
figures stand outside them, and ties the words at the foot of each page to a branch that hangs nowhere. Here heads get
their scope (clause 7.5), captions of figures become paragraphs, and the foot becomes an artifact (7.1, 7.8).
The fonts inside carry the second in which they were cut; that is taken away too.
"""

import io
from collections.abc import Iterator

#: PDF points per CSS pixel.
POINTS = 0.75
#: Groups without meaning of their own; an empty one is taken away.
_GROUPS = ("/Div", "/NonStruct", "/Span")


def completed(content: bytes) -> bytes:
    """The PDF with its tags completed. Equal input gives equal bytes, the file's identifier included."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root.StructTreeRoot
        for element, parents in list(_elements(root)):
            _complete(element, parents)
        _prune(root)
        _foot_to_artifacts(pdf, _content_in_tree(root))
        _undate_fonts(pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


def kids(element) -> list:
    """What hangs directly under a structure element: elements, numbers of marked content, references."""
    import pikepdf

    held = element.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def is_element(thing) -> bool:
    """Is it a structure element (and not marked content or a reference to an object)?"""
    import pikepdf

    return isinstance(thing, pikepdf.Dictionary) and "/S" in thing


def _elements(element, above: tuple[str, ...] = ()) -> Iterator[tuple]:
    """Every structure element under this one in reading order, with the kinds it stands in (outermost first)."""
    for kid in kids(element):
        if is_element(kid):
            yield kid, above
            yield from _elements(kid, (*above, str(kid.S)))


def _complete(element, above: tuple[str, ...]) -> None:
    import pikepdf

    kind = str(element.S)
    if kind == "/TH":
        scope = pikepdf.Name("/Column" if "/THead" in above else "/Row")
        element.A = pikepdf.Dictionary(O=pikepdf.Name("/Table"), Scope=scope)
        _drop(element, "/ID")
    elif kind == "/TD" and "/A" in element:
        _drop(element.A, "/Headers")  # the scope of the heads says it, and without a list of ids
    elif kind == "/Figure" and "/A" in element:
        height = float(element.Pg.MediaBox[3])
        left, top, right, bottom = (float(edge) * POINTS for edge in element.A.BBox)
        element.A.BBox = pikepdf.Array([round(edge, 2) for edge in (left, height - bottom, right, height - top)])
    elif kind == "/Caption" and "/Table" not in above:
        element.S = pikepdf.Name("/P")


def _drop(dictionary, key: str) -> None:
    if key in dictionary:
        del dictionary[key]


def _prune(element) -> None:
    """Take away groups that hold nothing, such as the mark of a new page."""
    import pikepdf

    for kid in kids(element):
        if is_element(kid):
            _prune(kid)
    kept = [k for k in kids(element) if not (is_element(k) and str(k.S) in _GROUPS and not kids(k))]
    if len(kept) != len(kids(element)):
        element.K = pikepdf.Array(kept)


def _content_in_tree(root) -> set[tuple]:
    """The marked content that hangs in the tree: (page's object, number on the page)."""
    found = set()
    for element, _above in _elements(root):
        found |= {(element.Pg.objgen, int(kid)) for kid in kids(element) if not hasattr(kid, "keys")}
    return found


def _foot_to_artifacts(pdf, in_tree: set[tuple]) -> None:
    """Marked content of no element in the tree belongs to the page, not to the text: it becomes an artifact."""
    import pikepdf

    parents = pdf.Root.StructTreeRoot.ParentTree.Nums
    for page in pdf.pages:
        instructions, loose = [], set()
        for instruction in pikepdf.parse_content_stream(page):
            number = _marked_number(instruction)
            if number is not None and (page.objgen, number) not in in_tree:
                loose.add(number)
                kind = pikepdf.Dictionary(Type=pikepdf.Name("/Pagination"))
                instruction = pikepdf.ContentStreamInstruction(
                    [pikepdf.Name("/Artifact"), kind], pikepdf.Operator("BDC")
                )
            instructions.append(instruction)
        if loose:
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
            _forget(parents, int(page.StructParents), loose)


def _marked_number(instruction) -> int | None:
    """The number of the marked content that the instruction opens, or None."""
    if str(instruction.operator) != "BDC" or not hasattr(instruction.operands[1], "keys"):
        return None
    number = instruction.operands[1].get("/MCID")
    return None if number is None else int(number)


def _forget(parents, page_number: int, loose: set[int]) -> None:
    """Strike the numbers out of the list that leads from marked content to its element."""
    for place in range(0, len(parents), 2):
        if int(parents[place]) == page_number:
            for number in loose:
                parents[place + 1][number] = None


def _undate_fonts(pdf) -> None:
    """Let each font say that it was last changed when it was made, not when it was cut for this file."""
    import pikepdf
    from fontTools.ttLib import TTFont

    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or "/FontFile2" not in thing:
            continue
        font = TTFont(io.BytesIO(thing.FontFile2.read_bytes()), recalcTimestamp=False, recalcBBoxes=False)
        font["head"].modified = font["head"].created
        out = io.BytesIO()
        font.save(out, reorderTables=False)
        thing.FontFile2.write(out.getvalue())
        thing.FontFile2.Length1 = len(out.getvalue())
