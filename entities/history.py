"""Which rows belong to the history of each noun and fact."""

from entities.models import Company, Event, Figure, Person, Place, Role, Target, Tie
from vjtech.core.history import register

for noun in (Company, Person, Place):
    register(noun, "aliases", lasting=("former_slugs",))
register(Event, "company_parts", "person_parts", lasting=("former_slugs",))
register(Target, "parties", lasting=("former_slugs",))
for fact in (Figure, Role, Tie):
    register(fact, lasting=("former_slugs",))
