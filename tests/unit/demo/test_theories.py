"""The demonstration's theories of change hang together before anybody loads them."""

import pytest
import yaml

from stegvis.demo.theories_loading import CODES, FOLDER
from stegvis.programme import theory_rules as rules
from stegvis.programme.figures import Figure
from stegvis.programme.theory_words import LAYERS, METHODS, STATUSES, VERDICTS


@pytest.mark.parametrize("code", CODES)
def test_every_arrow_goes_onward_and_every_word_is_known(code):
    told = yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    boxes = {box["id"]: box for box in told["boxes"]}
    for box in boxes.values():
        for target in box.get("to", ()):
            rules.arrow(box["layer"], boxes[target]["layer"])
        assert not box.get("figure") or Figure.read(box["figure"])
    assert {box["layer"] for box in boxes.values()} == set(LAYERS.codes)
    for one in told["assumptions"]:
        assert one.get("target") in (None, *boxes[one["box"]].get("to", ()))
        assert {review["verdict"] for review in one.get("reviews", ())} <= set(VERDICTS.codes)
    for one in told["questions"]:
        assert one["method"] in METHODS and one["status"] in STATUSES and one["box"] in boxes
