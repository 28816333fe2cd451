"""Twenty editors on one record: who saves over a newer version is told so, and loses nothing."""

import threading

import pytest
from django.db import connection

from entities.models import Company
from tests.desk import Desk
from tests.factories import make_company
from vjtech.core.snapshots import objects, versions

EDITORS, ROUNDS = 20, 2
WAIT = 120  # seconds that a busy machine may need for twenty saves

pytestmark = pytest.mark.django_db(transaction=True)


def save_at_once(pages, changes):
    """Send all forms at the same moment, each from a thread of its own; return the answers."""
    start, answers = threading.Barrier(len(pages)), [None] * len(pages)

    def save(number):
        try:
            start.wait(timeout=WAIT)
            answers[number] = pages[number].save(**changes[number])
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(n,)) for n in range(len(pages))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return answers


def saved_patiently(pages, changes):
    """Save at once, and again for whom the base was too busy, as the page tells them to."""
    answers = save_at_once(pages, changes)
    for number, answer in enumerate(answers):
        while answer.status == 503:
            assert answer.data.items() >= changes[number].items()
            answer = answers[number] = answer.save()
    return answers


def test_of_twenty_who_opened_one_version_one_saves_and_the_others_see_both_texts():
    """Each adds one to a number in the text; every other one changes a row as well."""
    company = make_company("Công ty Mê Kông", summary="0 saves", aliases=["MK"])
    desks = [Desk() for _number in range(EDITORS)]
    for number_of_saves in range(ROUNDS):
        pages = [desk.change(company) for desk in desks]
        changes = []
        for number, page in enumerate(pages):
            saves = int(page.data["summary"].split()[0]) + 1
            changes.append({"summary": f"{saves} saves, the last by editor {number}"})
            if number % 2:
                changes[-1]["aliases-0-text"] = f"name {saves}, of editor {number}"
        answers = saved_patiently(pages, changes)
        (winner,) = [n for n, answer in enumerate(answers) if answer.saved]
        company.refresh_from_db()
        assert company.summary == changes[winner]["summary"]
        for number, answer in enumerate(answers):
            if number != winner:
                assert answer.status == 409
                assert answer.data.items() >= changes[number].items()
                assert changes[winner]["summary"] in answer.text
                assert changes[number]["summary"] in answer.text
        assert (company.version, company.summary.split()[0]) == (
            number_of_saves + 2,
            str(number_of_saves + 1),
        )
    found = versions(Company).filter(object_id=company.pk).order_by("pk")
    summaries = [objects(each.serialized_data)[0]["fields"]["summary"] for each in found]
    assert [text.split()[0] for text in summaries] == [str(n) for n in range(ROUNDS + 1)]
