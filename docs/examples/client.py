#!/usr/bin/env python3
"""A small client of Moodlight, written from docs/protocol.md. Python 3.11, nothing but its standard library.

    python3 docs/examples/client.py http://127.0.0.1:3000

plays two people who meet in a new room, and says what happens. Ends with an error at the first thing that is not as
the document says. It makes two accounts, so point it at a place that is there to be tried. Where the place is closed to
strangers it needs `--invitation CODE`; where nobody has signed up and the server runs elsewhere, `--setup-code CODE`.
"""

import argparse
import base64
import hashlib
import http.client
import io
import json
import os
import secrets
import socket
import ssl
import struct
import sys
import time
import urllib.parse
import uuid
from typing import Any, Callable

SUBPROTOCOL = "moodlight.v1"
PROTOCOL = 1
PATIENCE = 15.0  # seconds that anything may take


class Refused(Exception):
    """The server said no. `name` is the error's name, `details` what it holds."""

    def __init__(self, error: str | dict[str, Any]):
        super().__init__(json.dumps(error))
        self.name, self.details = (error, {}) if isinstance(error, str) else next(iter(error.items()))


class Closed(Exception):
    """The socket is closed; `code` says why, if the server said."""

    def __init__(self, code: int | None):
        super().__init__(f"closed with {code}")
        self.code = code


class Connection:
    """Bytes to the server and from it, beginning with a request."""

    def __init__(self, base: urllib.parse.SplitResult, request: str, headers: dict[str, str]):
        port = base.port or (443 if base.scheme == "https" else 80)
        self.socket = socket.create_connection((base.hostname, port), timeout=PATIENCE)
        if base.scheme == "https":
            self.socket = ssl.create_default_context().wrap_socket(self.socket, server_hostname=base.hostname)
        self.received = b""  # not looked at yet
        lines = [request, f"Host: {base.netloc}", *(f"{name}: {value}" for name, value in headers.items())]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())

    def answer(self) -> tuple[int, http.client.HTTPMessage]:
        """Status and headers of the answer."""
        while b"\r\n\r\n" not in self.received:
            expect(self.fill(PATIENCE), "the server answers")
        head, _, self.received = self.received.partition(b"\r\n\r\n")
        status, _, headers = head.partition(b"\r\n")
        return int(status.split()[1]), http.client.parse_headers(io.BytesIO(headers + b"\r\n\r\n"))

    def read(self, length: int) -> bytes:
        """So many bytes."""
        while len(self.received) < length:
            expect(self.fill(PATIENCE), "the server says all that it began to say")
        data, self.received = self.received[:length], self.received[length:]
        return data

    def fill(self, seconds: float) -> bool:
        """Waits for bytes. False if none came in time."""
        if seconds <= 0:
            return False
        self.socket.settimeout(seconds)
        try:
            more = self.socket.recv(65_536)
        except TimeoutError:
            return False
        except ConnectionError:
            raise Closed(None) from None
        if not more:
            raise Closed(None)
        self.received += more
        return True

    def drop(self) -> None:
        """Ends the connection without a word, as a broken network does."""
        self.socket.close()


class WebSocket(Connection):
    """As much of RFC 6455 as it takes: text frames, pings and the close."""

    TEXT, CLOSE, PING, PONG = 1, 8, 9, 10

    def __init__(self, base: urllib.parse.SplitResult, headers: dict[str, str]):
        key = base64.b64encode(os.urandom(16)).decode()
        super().__init__(base, "GET /ws HTTP/1.1", headers | {
            "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Protocol": SUBPROTOCOL})
        self.text = b""  # one that has come in part
        status, answer = self.answer()
        if status != 101:
            raise Refused(json.loads(self.read(int(answer["content-length"]))))
        accept = hashlib.sha1(f"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode()).digest()
        expect(answer["sec-websocket-accept"] == base64.b64encode(accept).decode(), "the upgrade is a WebSocket's")
        expect(answer["sec-websocket-protocol"] == SUBPROTOCOL, "the server speaks the subprotocol")

    def send(self, data: bytes, kind: int = TEXT) -> None:
        """Sends one frame, masked as a client has to."""
        mask = os.urandom(4)
        if len(data) < 126:
            head = struct.pack("!BB", 0x80 | kind, 0x80 | len(data))
        elif len(data) < 65_536:
            head = struct.pack("!BBH", 0x80 | kind, 0x80 | 126, len(data))
        else:
            head = struct.pack("!BBQ", 0x80 | kind, 0x80 | 127, len(data))
        self.socket.sendall(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))

    def receive(self, seconds: float) -> str | None:
        """The next text, or nothing if none comes in time."""
        deadline = time.monotonic() + seconds
        while True:
            frame = self.take()
            if frame is None:
                if not self.fill(deadline - time.monotonic()):
                    return None
                continue
            is_last, kind, data = frame
            if kind == self.CLOSE:
                self.drop()
                raise Closed(struct.unpack("!H", data[:2])[0] if len(data) >= 2 else None)
            if kind == self.PING:
                self.send(data, self.PONG)
            elif kind != self.PONG:
                self.text += data
                if is_last:
                    text, self.text = self.text.decode(), b""
                    return text

    def take(self) -> tuple[bool, int, bytes] | None:
        """A frame, if all of it has come."""
        if len(self.received) < 2:
            return None
        first, length = self.received[0], self.received[1] & 0x7F
        start = {126: 4, 127: 10}.get(length, 2)
        if len(self.received) < start:
            return None
        if length > 125:
            length = int.from_bytes(self.received[2:start], "big")
        if len(self.received) < start + length:
            return None
        data, self.received = self.received[start : start + length], self.received[start + length :]
        return bool(first & 0x80), first & 0x0F, data


class EventStream(Connection):
    """What stands in for a WebSocket where those are blocked: events one way, posts the other."""

    def __init__(self, base: urllib.parse.SplitResult, headers: dict[str, str]):
        # Of version 1.0, so that the answer comes without chunks.
        super().__init__(base, "GET /live HTTP/1.0", headers)
        self.base, self.headers, self.number = base, headers, 0
        status, answer = self.answer()
        if status != 200:
            raise Refused(json.loads(self.read(int(answer["content-length"]))))
        expect(answer["content-type"] == "text/event-stream", "the answer is a stream of events")
        event, self.name = self.event(PATIENCE)
        expect(event == "stream", "the first event says what the stream is called")

    def send(self, data: bytes) -> None:
        """Posts one frame, and the same again where nobody knows whether it has arrived."""
        self.number += 1
        for attempt in range(4):
            time.sleep(attempt)
            status, answer = self.post(data)
            if status == 204:
                return
            if status is not None and status != 421 and status != 429 and status < 500:
                raise Refused(json.loads(answer))
        raise Closed(None)

    def post(self, data: bytes) -> tuple[int | None, bytes]:
        """Posts under the present number; answers status and body, or nothing where no answer came."""
        kind = http.client.HTTPSConnection if self.base.scheme == "https" else http.client.HTTPConnection
        connection = kind(self.base.netloc, timeout=PATIENCE)
        named = {"Moodlight-Stream": self.name, "Moodlight-Number": str(self.number)}
        try:
            connection.request("POST", "/live", data, self.headers | named)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return None, b""
        finally:
            connection.close()

    def receive(self, seconds: float) -> str | None:
        """The next text, or nothing if none comes in time."""
        event = self.event(seconds)
        if event and event[0] == "close":
            self.drop()
            raise Closed(int(event[1]))
        return event and event[1]

    def event(self, seconds: float) -> tuple[str, str] | None:
        """The next event's name and data, or nothing if none comes in time."""
        deadline = time.monotonic() + seconds
        while b"\n\n" not in self.received:
            if not self.fill(deadline - time.monotonic()):
                return None
        event, _, self.received = self.received.partition(b"\n\n")
        fields = dict(line.split(": ", 1) for line in event.decode().split("\n"))
        return fields.get("event", "message"), fields["data"]


class Room:
    """What a client has of a room: its messages by number, and the cursor up to which nothing is missing."""

    def __init__(self, head: int, messages: list[dict[str, Any]]):
        self.cursor = head
        self.messages = {message["seq"]: message for message in messages}

    def apply(self, change: dict[str, Any]) -> bool:
        """Takes a change in. False: one before it is missing."""
        if change["number"] <= self.cursor:
            return True  # told twice
        if change["number"] > self.cursor + 1:
            return False
        match change["kind"]:
            case {"message_posted": {"message": message}}:
                self.messages[message["seq"]] = message
            case {"message_deleted": {"seq": seq}}:
                self.messages.pop(seq, None)
        self.cursor = change["number"]
        return True

    def bodies(self) -> list[str]:
        return [self.messages[seq]["body"] for seq in sorted(self.messages)]


class Client:
    """One person on one device."""

    def __init__(self, base: str, name: str):
        self.base = urllib.parse.urlsplit(base)
        self.origin = f"{self.base.scheme}://{self.base.netloc}"
        self.name = name
        self.sign_in_headers: dict[str, str] = {}
        self.socket: WebSocket | EventStream | None = None
        self.rooms: dict[str, Room] = {}
        self.events: list[Any] = []
        self.behind: set[str] = set()
        self.last_id = 0
        self.heartbeat, self.spoke_at = 20.0, time.monotonic()

    # Requests.

    def post(self, path: str, body: str, content_type: str) -> tuple[Any, dict[str, str]]:
        """Posts to the server; answers its body and headers."""
        kind = http.client.HTTPSConnection if self.base.scheme == "https" else http.client.HTTPConnection
        connection = kind(self.base.netloc, timeout=PATIENCE)
        headers = {"Content-Type": content_type, "Accept": "application/json", **self.sign_in_headers}
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        found = json.loads(text) if text else None
        if answer.status >= 400:
            raise Refused(found)
        return found, {name.lower(): value for name, value in answer.getheaders()}

    def form(self, name: str, /, **fields: str) -> None:
        """Sends a form. The cookie that it may give is kept."""
        self.sign_in_headers.setdefault("Origin", self.origin)
        body = urllib.parse.urlencode(fields)
        _, headers = self.post(f"/api/ui/{name}", body, "application/x-www-form-urlencoded")
        if "set-cookie" in headers:
            self.sign_in_headers["Cookie"] = headers["set-cookie"].split(";")[0]

    def call(self, name: str, /, **arguments: Any) -> Any:
        """Calls a function."""
        self.sign_in_headers.setdefault("Origin", self.origin)
        return self.post(f"/api/ui/{name}", json.dumps(arguments), "application/json")[0]

    def sign_up(self, username: str, password: str, invitation: str, setup_code: str) -> None:
        """Makes an account. Whoever is first sets the place up, open to all."""
        is_first = self.call("door", invitation="")["place"]["is_empty"]
        self.form("sign-up", first_name=self.name, last_name="Example", username=username, password=password,
                  email=f"{username}@example.org", invitation=invitation, setup_code=setup_code)
        if is_first:
            self.form("place/set-up", name="Example", purpose="friends", join_policy="anyone")

    def sign_in_as_program(self, login: str, password: str) -> None:
        """Signs in with a bearer token instead of a cookie; it needs no origin."""
        self.sign_in_headers = {}
        body = json.dumps({"login": login, "password": password})
        created, _ = self.post("/api/v1/sign-ins", body, "application/json")
        self.sign_in_headers = {"Authorization": f"Bearer {created['token']}"}

    def history(self, room: str) -> list[dict[str, Any]]:
        """All messages of a room, a page at a time from its end."""
        messages: list[dict[str, Any]] = []
        at: Any = "end"
        while True:
            page = self.call("messages/list", room=room, at=at)
            messages = page["messages"] + messages
            if page["at_start"]:
                return messages
            at = {"before": messages[0]["seq"]}

    # The socket.

    def connect(self, kind: type[WebSocket] | type[EventStream] = WebSocket) -> None:
        """Opens the socket. The first heartbeat says that it hears of all rooms of its person."""
        self.socket = kind(self.base, self.sign_in_headers)
        self.spoke_at = time.monotonic()
        hello = self.frame(PATIENCE)["hello"]
        expect(hello["protocol"] == PROTOCOL, "the server speaks this version")
        self.me, self.heartbeat = hello["user_id"], hello["heartbeat_ms"] / 1000
        self.write({"hello": {"protocol": PROTOCOL, "build": "example"}})
        while "heartbeat" not in (frame := self.frame(PATIENCE)):
            self.hear(frame)

    def open(self, room: str) -> None:
        """Subscribes to a room; then loads it, or catches up with it."""
        self.request({"open_room": {"room": room}})
        if room in self.rooms:
            self.catch_up(room)
        else:
            self.load(room)

    def load(self, room: str) -> None:
        """Takes a room as it is, with the newest page of its history."""
        page = self.call("messages/list", room=room, at="end")
        self.rooms[room] = Room(page["head"], page["messages"])

    def catch_up(self, room: str) -> list[dict[str, Any]]:
        """Asks for what was missed, a page at a time."""
        missed: list[dict[str, Any]] = []
        while True:
            after = self.rooms[room].cursor
            reply = self.request({"resume": {"room": room, "after": after}})
            if "reset" in reply:
                self.load(room)
                return missed
            for change in reply["changes"]["changes"]:
                missed.append(change)
                self.rooms[room].apply(change)
            upto, head = reply["changes"]["upto"], reply["changes"]["head"]
            self.rooms[room].cursor = max(self.rooms[room].cursor, upto)
            if upto >= head:
                return missed

    def send(self, room: str, body: str, client_message_id: str | None = None) -> dict[str, Any]:
        """Sends a message; answers when it is on disk. Waits where the server wants it."""
        command = {"room": room, "client_message_id": client_message_id or str(uuid.uuid4()), "body": body}
        while True:
            try:
                return self.request({"send_message": command})["sent"]
            except Refused as refused:
                if refused.name != "rate_limited":
                    raise
                time.sleep(refused.details["retry_after_ms"] / 1000)

    def request(self, command: dict[str, Any]) -> Any:
        """Asks, and waits for the answer; what is told meanwhile is taken in."""
        self.last_id += 1
        wanted = self.last_id
        self.write({"request": {"id": wanted, "command": command}})
        deadline = time.monotonic() + PATIENCE
        while True:
            frame = self.frame(deadline - time.monotonic())
            match frame:
                case {"reply": {"id": answered, "outcome": outcome}} if answered == wanted:
                    if "error" in outcome:
                        raise Refused(outcome["error"])
                    return outcome["ok"]
                case _:
                    self.hear(frame)

    def wait(self, what: str, until: Callable[[], Any]) -> Any:
        """Listens until `until` answers something, and answers that."""
        deadline = time.monotonic() + PATIENCE
        while not (found := until()):
            for room in list(self.behind):
                self.behind.discard(room)
                self.catch_up(room)
            expect(time.monotonic() < deadline, f"{self.name} hears in time that {what}")
            frame = self.next(min(1.0, deadline - time.monotonic()))
            if frame is not None:
                self.hear(frame)
        return found

    def event(self, name: str, **fields: Any) -> Any:
        """The first event of this name with these fields, heard now or before. It is taken out."""

        def look() -> Any:
            for event in self.events:
                held = event.get(name) if isinstance(event, dict) else ({} if event == name else None)
                if held is not None and all(held.get(field) == value for field, value in fields.items()):
                    self.events.remove(event)
                    return held or True
            return None

        return self.wait(f"{name} {fields}", look)

    def hear(self, frame: dict[str, Any]) -> None:
        """Takes in whatever the server tells; what is not known is passed over."""
        match frame:
            case {"event": {"room_changed": change}}:
                room = self.rooms.get(change["room"])
                if room and not room.apply(change):
                    self.behind.add(change["room"])
            case {"event": event}:
                self.events.append(event)
            case {"heartbeat": {"heads": heads}}:
                for head in heads:
                    room = self.rooms.get(head["room"])
                    if room and head["number"] > room.cursor:
                        self.behind.add(head["room"])
            case {"refused": {"error": error}}:
                raise Refused(error)

    def frame(self, seconds: float) -> dict[str, Any]:
        """The next frame, which must come."""
        frame = self.next(seconds)
        expect(frame is not None, f"{self.name} hears something in time")
        return frame

    def next(self, seconds: float) -> dict[str, Any] | None:
        """The next frame, if one comes in time. Shows the server that this side is alive."""
        if time.monotonic() - self.spoke_at > self.heartbeat / 2:
            self.write({"heartbeat": {}})
        text = self.socket.receive(seconds)
        return None if text is None else json.loads(text)

    def write(self, frame: dict[str, Any]) -> None:
        self.spoke_at = time.monotonic()
        self.socket.send(json.dumps(frame).encode())


def expect(holds: bool, what: str) -> None:
    """Ends the program where something is not as the document says."""
    if not holds:
        sys.exit(f"Not as expected: {what}.")


def refuses(what: str, name: str, act: Callable[[], Any]) -> Refused:
    """Expects that the server refuses something."""
    try:
        answer = act()
    except Refused as refused:
        expect(refused.name == name, f"{what} is refused as {name}, not as {refused}")
        return refused
    sys.exit(f"Not as expected: {what} is refused, not answered {answer}.")


def main() -> None:
    arguments = argparse.ArgumentParser(description="Plays two people at a Moodlight server.")
    arguments.add_argument("base", help="the server's base URL, such as http://127.0.0.1:3000")
    arguments.add_argument("--invitation", default="", help="code of the invitation link, where the place wants one")
    arguments.add_argument("--setup-code", default="", help="code that the server printed, where nobody has signed up")
    given = arguments.parse_args()
    ada, bea = Client(given.base, "Ada"), Client(given.base, "Bea")
    run, password = secrets.token_hex(3), secrets.token_urlsafe(16)

    # Coming in.
    for person in (ada, bea):
        person.sign_up(f"{person.name.lower()}-{run}", password, given.invitation, given.setup_code)
        print(f"{person.name} has signed up as {person.call('account')['person']['username']}.")
    wrong = {"login": f"ada-{run}", "password": "wrong"}
    refuses("a wrong password", "wrong_credentials", lambda: Client(given.base, "Nobody").form("sign-in", **wrong))

    # A room.
    garden = ada.call("rooms/create", body={"name": f"Garden {run}", "visibility": "public"})
    refuses("a room that one is not in", "not_a_member", lambda: bea.call("rooms/page", room=garden))
    found = bea.call("rooms/public", query=f"garden {run}")
    expect([room["id"] for room in found] == [garden], "Bea finds the room in the directory")
    bea.call("rooms/join", room=garden)
    print("Ada has made a room, and Bea has found and joined it.")

    # Talking.
    for person in (ada, bea):
        person.connect()
        person.open(garden)
    ada.event("presence_changed", user=bea.me)
    print("Both have the room open, and Ada sees that Bea is there.")
    name = str(uuid.uuid4())
    first = ada.send(garden, "Good morning!", name)
    expect(first["client_message_id"] == name, "the answer says which message was sent")
    heard = bea.wait("Ada said something", lambda: bea.rooms[garden].messages.get(first["seq"]))
    expect(heard["body"] == "Good morning!" and heard["author"] == ada.me, "Bea hears what Ada said")
    expect(heard["id"] == first["message_id"], "the same message has the same id for both")
    print(f"Ada said {heard['body']!r}; it is number {first['seq']}, and Bea has it.")
    bea.request({"start_typing": {"room": garden}})
    ada.event("typing_started", room=garden, user=bea.me)
    bea.request({"mark_read": {"room": garden, "up_to": first["seq"]}})
    ada.event("receipt_advanced", room=garden, user=bea.me, read=first["seq"])
    own = bea.event("read_position_changed", room=garden, read=first["seq"])
    expect(own["unread"] == 0, "nothing is unread after reading all")
    answer = bea.send(garden, "Morning, Ada.")
    for person in (ada, bea):
        person.wait("Bea answered", lambda: answer["seq"] in person.rooms[garden].messages)
    print("Bea was seen typing, has read it, and has answered.")
    said = ada.call("account/feeling", feeling="low", note="go easy", lasting="hour")
    told = bea.event("feeling_changed", user=ada.me)
    expect(told["declared"] == said, "Bea is told how Ada says she feels")
    ada.call("account/feeling/clear")
    told = bea.event("feeling_changed", user=ada.me)
    expect("declared" not in told, "and that she has taken it back")
    print(f"Ada has said that she feels {said['feeling']}, and has taken it back.")

    # What is refused.
    empty = refuses("an empty message", "invalid_field", lambda: ada.send(garden, "  "))
    expect(empty.details == {"field": "body", "reason": "empty"}, "the error names the field and the reason")
    nowhere = {"open_room": {"room": str(uuid.uuid4())}}
    refuses("a room that does not exist", "not_a_member", lambda: ada.request(nowhere))

    # Losing the connection, and catching up.
    bea.socket.drop()
    missed = [ada.send(garden, body)["seq"] for body in ("Are you there?", "I will wait.")]
    again = ada.send(garden, "Good morning!", name)
    expect(again == first, "a message that is sent again is answered with the first result")
    cursor = bea.rooms[garden].cursor
    bea.connect()
    bea.request({"open_room": {"room": garden}})
    changes = bea.catch_up(garden)
    expect([change["number"] for change in changes] == missed, "Bea is told exactly what was missed, in order")
    expect(missed == [cursor + 1, cursor + 2], "sending again has taken no number")
    print(f"Bea lost the connection, came back, and was told {len(changes)} changes that were missed.")
    expect(bea.catch_up(garden) == [], "nothing is missing after that")

    # History.
    for count in range(60):
        ada.send(garden, f"Seed {count}")
    bea.wait("all was said", lambda: "Seed 59" in bea.rooms[garden].bodies())
    pages = ada.history(garden)
    expect([message["body"] for message in pages] == bea.rooms[garden].bodies(), "history is what Bea heard")
    numbers = [message["seq"] for message in pages]
    expect(numbers == sorted(set(numbers)), "history is in order, and each message is in it once")
    print(f"Ada has read back {len(pages)} messages, page by page: the same that Bea has.")

    # In the background.
    bea.request({"close_room": {"room": garden}})
    last = ada.send(garden, "Good night.")
    advanced = bea.event("room_advanced", room=garden, head=last["seq"])
    new = [post for post in advanced["posts"] if post["seq"] > bea.rooms[garden].cursor]
    expect(new == [{"seq": last["seq"], "author": ada.me}], "the notice names the post that Bea does not know")
    expect(advanced["last"]["text"] == "Good night.", "and has the last line")
    print("With the room closed, Bea hears only that it went on.")

    # Going out.
    bea.form("sign-out")
    try:
        bea.event("signed_out")
        bea.wait("the socket closes", lambda: False)
    except Closed as closed:
        expect(closed.code == 4001, f"the socket of an ended sign-in closes with 4001, not {closed.code}")
    refuses("a cookie that was signed out", "not_signed_in", lambda: bea.call("account"))
    bea.sign_in_as_program(f"bea-{run}", password)
    bea.connect()
    bea.open(garden)
    expect(bea.rooms[garden].bodies()[-1] == "Good night.", "Bea has all of it after coming back")

    # Where WebSockets are blocked.
    bea.socket.drop()
    bea.connect(EventStream)
    bea.open(garden)
    whisper = bea.send(garden, "From behind the wall.")
    ada.wait("Bea said something", lambda: whisper["seq"] in ada.rooms[garden].messages)
    status, _ = bea.socket.post(b'{"heartbeat":{}}')
    expect(status == 204, "a number that was taken before is answered as if it were new")
    bea.socket.name = "another"
    status, answer = bea.socket.post(b'{"heartbeat":{}}')
    expect((status, json.loads(answer)) == (421, "not_here"), "a stream that is not there takes nothing")
    print("Bea has spoken over events and posts, and Ada has heard it.")
    for person in (ada, bea):
        person.form("sign-out")
        refuses("who has signed out", "not_signed_in", lambda: person.call("account"))
        person.socket.drop()
    print("Both have signed out. All was as the document says.")


if __name__ == "__main__":
    try:
        main()
    except (Refused, Closed, OSError) as error:
        sys.exit(f"Not as expected: {error}.")
