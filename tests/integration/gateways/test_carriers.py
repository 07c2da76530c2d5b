"""One contract for all that carries messages: the real ones, the files, the console and the fake."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail

from stegvis.gateways.messages import Message, OutOfReach, Refused
from stegvis.gateways.messages.carriers import (
    ConsoleCarrier,
    FakeCarrier,
    FileCarrier,
    MailCarrier,
    SmsCarrier,
    sms_from,
)


class Provider:
    """An SMS provider on this machine: answers with `status`, keeps what it was asked."""

    def __init__(self):
        self.asked, self.status, self.answer = [], 200, b'{"id": "m-1"}'
        provider = self

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                provider.asked.append((dict(self.headers), json.loads(body)))
                self.send_response(provider.status)
                self.end_headers()
                self.wfile.write(provider.answer)

            def log_message(self, *_args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_port}/sms"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def provider():
    made = Provider()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(params=["mail", "sms", "file", "console", "fake"])
def carrier(request, provider, tmp_path):
    """(the carrier, an address it takes, a way to see the texts that went)."""
    fake, files, console = FakeCarrier(), FileCarrier(tmp_path / "sms"), ConsoleCarrier()
    capsys = request.getfixturevalue("capsys")
    return {
        "mail": (MailCarrier(), "a@example.org", lambda: [each.body for each in mail.outbox]),
        "sms": (SmsCarrier(provider.url, "k", "Kommunen"), "+46701740605",
                lambda: [body["text"] for _headers, body in provider.asked]),
        "file": (files, "+46701740605", lambda: [each.read_text() for each in (tmp_path / "sms").iterdir()]),
        "console": (console, "+46701740605", lambda: [capsys.readouterr().out]),
        "fake": (fake, "+46701740605", lambda: [each.text for each in fake.sent]),
    }[request.param]  # fmt: skip


class TestTheContract:
    def test_a_message_goes_as_it_is_written(self, carrier):
        carries, to, gone = carrier
        assert isinstance(carries.send(Message(to, "Påminnelse: تذكير 09:00", "r-1", "Kommunen")), str)
        assert len(texts := gone()) == 1
        assert "Påminnelse: تذكير 09:00" in texts[0]

    @pytest.mark.parametrize("to", ["", "070-123", "nobody", "+0701740605", "a@", "+46701740605\nBcc: x@example.org"])
    def test_an_address_that_is_none_is_refused_before_anything_goes(self, carrier, to):
        carries, _to, gone = carrier
        with pytest.raises(Refused):
            carries.send(Message(to, "Hej", "r-1"))
        assert "".join(gone() if carries.__class__ is not FileCarrier else []) == ""

    @pytest.mark.parametrize("text", ["", "  \n", "x" * 1001])
    def test_a_text_that_is_none_or_a_book_is_refused(self, carrier, text):
        carries, to, _gone = carrier
        with pytest.raises(Refused):
            carries.send(Message(to, text, "r-1"))


class TestSms:
    def test_says_key_sender_and_reference(self, provider):
        assert SmsCarrier(provider.url, "secret", "Kommunen").send(Message("+46701740605", "Hej", "r-9")) == "m-1"
        headers, body = provider.asked[0]
        assert headers["Authorization"] == "Bearer secret"
        assert headers["Idempotency-Key"] == body["reference"] == "r-9"
        assert body["from"] == "Kommunen"

    @pytest.mark.parametrize(
        ("status", "answer", "raised"),
        [
            (400, b"", Refused),
            (404, b"", Refused),
            (429, b"", OutOfReach),
            (500, b"", OutOfReach),
            (200, b"<html>", OutOfReach),
        ],
    )
    def test_a_no_is_a_no_and_all_else_may_have_gone(self, provider, status, answer, raised):
        provider.status, provider.answer = status, answer
        with pytest.raises(raised):
            SmsCarrier(provider.url, "", "Kommunen").send(Message("+46701740605", "Hej", "r-1"))

    def test_a_provider_that_is_not_there(self, provider):
        provider.server.server_close()
        with pytest.raises(OutOfReach):
            SmsCarrier("http://127.0.0.1:1/", "", "Kommunen").send(Message("+46701740605", "Hej", "r-1"))

    @pytest.mark.parametrize(
        ("url", "kind"), [("", FileCarrier), ("console:", ConsoleCarrier), ("https://sms.example.org/", SmsCarrier)]
    )
    def test_the_settings_choose(self, tmp_path, url, kind):
        assert isinstance(sms_from(url, "", "Kommunen", tmp_path), kind)


def test_a_mail_server_out_of_reach(monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    def broken(*_args):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    with pytest.raises(OutOfReach):
        MailCarrier().send(Message("a@example.org", "Hej", "r-1"))
