"""What people write cannot be read in the database, and keys can be changed."""

from __future__ import annotations

from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from storage import chats, people, reflections
from storage.database import Database
from storage.reflections import Reflection
from storage.rotation import encrypted_columns, rotate
from storage.vault import BadKey, UnreadableText, Vault, new_key
from tests.conversations.story import at

NOW = at("2027-03-16 10:00")
WORDS = "What the night team knew"


def write(database: Database) -> None:
    with database.writing() as session:
        amina = people.known(session, workspace="W", platform="slack", platform_id="U1")
        session.add(Reflection(workspace="W", person_id=amina.id, words=WORDS, written_at=NOW))


def read(database: Database) -> str:
    with database.reading() as session:
        return reflections.of_person(session, "W", 1)[0].words


def with_keys(database: Database, *keys: str) -> Database:
    return Database(database.url.render_as_string(hide_password=False), Vault(keys))


def test_the_database_does_not_hold_the_words(database: Database) -> None:
    write(database)
    with database.engine.connect() as connection:
        stored = bytes(connection.execute(text("SELECT words FROM reflections")).scalar_one())
    assert WORDS.encode() not in stored
    assert read(database) == WORDS


def test_a_new_key_encrypts_and_the_old_one_still_opens(database: Database) -> None:
    old, new = new_key(), new_key()
    first, both, last = with_keys(database, old), with_keys(database, new, old), with_keys(database, new)
    write(first)
    assert read(both) == WORDS
    with pytest.raises(UnreadableText, match="PAIRME_KEYS"):
        read(last)
    assert rotate(both) == 1
    assert read(last) == WORDS
    for opened in (first, both, last):
        opened.close()


def test_texts_in_rows_that_several_columns_name_together_are_sealed_anew_too(database: Database) -> None:
    old, new = new_key(), new_key()
    first, both, last = with_keys(database, old), with_keys(database, new, old), with_keys(database, new)
    with first.writing() as session:
        for user in ("A", "B"):
            chats.keep(
                session,
                workspace="W",
                platform="teams",
                platform_id=user,
                conversation=f"a:{user}",
                service_url="https://smba.example/",
                now=NOW,
            )
    assert rotate(both) == 2
    with last.reading() as session:
        known = {each.platform_id: each.conversation for each in chats.known(session, "W", "teams")}
    assert known == {"A": "a:A", "B": "a:B"}
    for opened in (first, both, last):
        opened.close()


def test_what_is_changed_while_keys_change_stays_changed(database: Database) -> None:
    write(database)
    rotating = Thread(target=rotate, args=(database,))
    with database.writing() as session:
        reflections.of_person(session, "W", 1)[0].words = "Other words"
        session.flush()
        rotating.start()
        rotating.join(0.2)
    rotating.join()
    assert read(database) == "Other words"


def test_an_error_never_quotes_what_somebody_wrote(database: Database) -> None:
    write(database)
    with pytest.raises(IntegrityError) as failed, database.writing() as session:
        session.add(Reflection(workspace="W", person_id=99, words=WORDS, written_at=NOW))
    without = Database(database.url.render_as_string(hide_password=False))
    with pytest.raises(StatementError) as not_sealed:
        write(without)
    without.close()
    assert WORDS not in f"{failed.value}{not_sealed.value}"


def test_a_database_opened_without_keys_says_so(database: Database) -> None:
    write(database)
    without = Database(database.url.render_as_string(hide_password=False))
    with pytest.raises(TypeError, match="without keys"):
        read(without)
    without.close()


def test_a_key_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(BadKey):
        Vault(["too short"])


def test_everything_that_people_write_freely_is_in_an_encrypted_column() -> None:
    named = {f"{table.name}.{column.name}" for table, column in encrypted_columns()}
    assert named == {
        "chats.conversation",
        "chats.login",
        "handed_files.content",
        "handed_files.name",
        "history_keys.secret",
        "imports.rows",
        "inbox.answer",
        "installations.refresh_token",
        "installations.token",
        "letters.body",
        "people.email",
        "plans.place",
        "reflections.words",
        "sign_ups.apart_emails",
        "sign_ups.role",
        "tenants.secret",
        "workshops.place",
        "workshops.title",
        "workshops.words",
    }
