"""What a person's act needs at hand."""

from __future__ import annotations

from dataclasses import dataclass

from practice.desk import Outcome
from practice.refusal import NotPossible
from practice.teams.cards import invoke_problems
from practice.teams.conversation import Json, TeamsConversation, TeamsMessage
from practice.teams.deliveries import Deliveries
from practice.teams.line import Delivered
from practice.teams.people import TeamsMember
from practice.teams.tenant import Tenant

WENT_WRONG = "Something went wrong. Please try again."


@dataclass(frozen=True)
class Desk:
    """The tenant and the way to the bot."""

    teams: Tenant
    deliveries: Deliveries

    def member(self, user: str) -> TeamsMember:
        """Who acts; their old notices go. Raises NotPossible."""
        member = self.teams.members.get(user)
        if member is None:
            raise NotPossible(f"there is nobody with the id {user}")
        self.teams.notices.pop(user, None)
        return member

    def place(self, user: str, conversation: str) -> TeamsConversation:
        """A conversation that the person sees. Raises NotPossible."""
        self.member(user)
        if self.teams.has_chat(user):
            self.teams.chat(user)
        where = self.teams.find(conversation)
        if where is None or user not in self.teams.readers(where):
            raise NotPossible(f"{user} is not in {conversation}")
        if where.messages:
            where.last_read[user] = max(where.messages, key=int)
        return where

    def chat(self, user: str) -> TeamsConversation:
        """The person's 1:1 chat with the bot. Raises NotPossible where there is none."""
        self.member(user)
        if not self.teams.has_chat(user):
            raise NotPossible(f"{user} has not installed the bot")
        return self.place(user, self.teams.chat(user).id)

    def message(
        self, user: str, conversation: str, activity_id: str
    ) -> tuple[TeamsConversation, TeamsMessage]:
        """A message that the person sees. Raises NotPossible."""
        where = self.place(user, conversation)
        message = where.messages.get(activity_id)
        if message is None:
            raise NotPossible(f"{user} sees no message {activity_id} in {conversation}")
        return where, message

    def ask(self, user: str, activity: Json) -> tuple[Delivered, Outcome]:
        """Hand over an invoke. Not under the lock. A bad or slow answer is told to the person as Teams tells it."""
        delivered = self.deliveries.invoke(activity)
        if not delivered.is_taken:
            return delivered, self.failed(user)
        problems = invoke_problems(activity["name"], delivered.body)
        for problem in problems:
            self.teams.journal.write("rule", activity["name"], problem, user=user, broken=True)
        return delivered, Outcome(acknowledged=True)

    def failed(self, user: str) -> Outcome:
        """What the person sees when the bot has not answered as it must."""
        with self.teams.lock:
            self.teams.notice(user, WENT_WRONG)
        return Outcome(acknowledged=False, error=WENT_WRONG)

    def is_person(self, user: str) -> bool:
        """Whether a people picker offers this id."""
        return user in self.teams.members
