"""What Teams hands to the bot: invokes once, messages and events perhaps late, twice, or again."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from practice.chance import Chance, Luck
from practice.journal import Journal
from practice.teams.line import Delivered, Line
from practice.teams.rules import TeamsRules

_KEPT = 200
_HANDS = 16


class Deliveries:
    """Hands activities over. `sign` makes the token of one."""

    def __init__(
        self, line: Line, sign: Callable[[Mapping[str, Any]], str], rules: TeamsRules, journal: Journal
    ) -> None:
        self._line, self._sign, self._rules, self._journal = line, sign, rules, journal
        self._settled = threading.Condition()
        self._open = 0
        self._is_over = threading.Event()
        self._hands = ThreadPoolExecutor(max_workers=_HANDS, thread_name_prefix="practice-teams")
        self._sent: deque[Mapping[str, Any]] = deque(maxlen=_KEPT)
        self.chance: Chance | None = None

    def invoke(self, activity: Mapping[str, Any]) -> Delivered:
        """Hand over what waits for an answer: once only."""
        self._journal.write(
            "envelope", activity["name"], "invoke", user=_who(activity), detail=dict(activity)
        )
        return self._post(activity, activity["name"], self._rules.invoke_seconds)

    def event(self, activity: Mapping[str, Any]) -> Delivered:
        """Hand over a message or an event, and wait for the first answer to it, unless it is late by chance."""
        luck = self.chance.for_event() if self.chance else Luck()
        if luck.is_repeated or self._rules.duplicate_events:
            self._soon(luck.repeated_after_seconds, lambda: self._hand_over(activity))
        if luck.late_seconds:
            self._soon(luck.late_seconds, lambda: self._hand_over(activity))
            return Delivered(0, failure="late")
        return self._hand_over(activity)

    def again(self, number: int) -> Delivered:
        """Hand over once more what was handed over `number`th from the end. Raises IndexError."""
        return self._post(self._sent[-number], "again", self._rules.message_seconds)

    def wait_until_settled(self, seconds: float) -> bool:
        """Wait until nothing is on its way; False when the time ran out."""
        with self._settled:
            return self._settled.wait_for(lambda: not self._open, timeout=seconds)

    def forget(self) -> None:
        """Nothing that waits is handed over, and nothing is remembered."""
        self._is_over.set()
        self._is_over = threading.Event()
        self._sent.clear()

    def close(self) -> None:
        """Hand over nothing more; what is under way ends by itself."""
        self.forget()
        self._hands.shutdown(wait=False, cancel_futures=True)

    def _hand_over(self, activity: Mapping[str, Any], attempt: int = 0) -> Delivered:
        summary = f"again, attempt {attempt}" if attempt else "delivered"
        self._journal.write("event", activity["type"], summary, user=_who(activity), detail=dict(activity))
        answer = self._post(activity, activity["type"], self._rules.message_seconds)
        waits = self._rules.redelivery_seconds
        if not answer.is_taken and attempt < len(waits):
            self._soon(waits[attempt], lambda: self._hand_over(activity, attempt + 1))
        return answer

    def _post(self, activity: Mapping[str, Any], name: str, seconds: float) -> Delivered:
        self._sent.append(activity)
        self._begin()
        try:
            answer = self._line.post(activity, self._sign(activity), seconds)
        finally:
            self._end()
        said = "acknowledged" if answer.is_taken else answer.failure or f"status {answer.status}"
        is_broken = not answer.is_taken and answer.failure != "dispatch_failed"
        detail = {"status": answer.status, "answer": answer.body}
        self._journal.write("ack", name, said, user=_who(activity), broken=is_broken, detail=detail)
        return answer

    def _soon(self, seconds: float, act: Callable[[], object]) -> None:
        over = self._is_over

        def wait_and_act() -> None:
            if not over.wait(seconds):
                act()

        self._begin()
        try:
            waiting = self._hands.submit(wait_and_act)
        except RuntimeError:  # shut down
            self._end()
        else:
            waiting.add_done_callback(lambda _: self._end())

    def _begin(self) -> None:
        with self._settled:
            self._open += 1

    def _end(self) -> None:
        with self._settled:
            self._open -= 1
            self._settled.notify_all()


def _who(activity: Mapping[str, Any]) -> str:
    return str((activity.get("from") or {}).get("aadObjectId", ""))
