"""A small base in which everything is linked with everything."""

from tests.factories import (
    make_article,
    make_company,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_publisher,
    make_role,
    make_target,
    make_tie,
    make_topic,
)


class World:
    """A company, a person, a place, an article, an event and a target that all is linked with."""

    def __init__(self):
        self.company = make_company("Alpha", parent=make_company("Group"), aliases=["A"])
        self.person = make_person("Ann", aliases=["An"])
        self.place = make_place("Hanoi", parent=make_place("Vietnam"), country="VN")
        self.topic, self.publisher = make_topic("AI"), make_publisher("PANO")
        self.article = self.news()
        self.event = self.happening(part_of=self.happening())
        whole = make_target("sales", article=self.article)
        self.target = make_target(
            "revenue", companies=[self.company], part_of=whole, article=self.article
        )
        self.figure = make_figure("employees", company=self.company, article=self.article)
        self.role = make_role(self.person, self.company, article=self.article)
        self.tie = make_tie(self.company, place=self.place, article=self.article)

    def news(self):
        return make_article(
            None,
            "Alpha says something.",
            **{"companies": [self.company, make_company(aliases=["X"])], "people": [self.person]},
            **{"topics": [self.topic], "publisher": self.publisher},
        )

    def happening(self, **fields):
        linked = {"companies": [self.company], "people": [self.person], "place": self.place}
        return make_event(article=self.article, **linked, **fields)

    def grow(self, n):
        company, person, article = self.company, self.person, self.article
        for i in range(n):
            self.news()
            self.happening(part_of=self.event)
            said = {"speaker": person, "speaks_for": company, "due": f"20{30 + i % 9}"}
            make_target(
                **{"companies": [company], "article": article, "statement": said},
                part_of=self.target,
            )
            make_figure(company=company, article=article, as_of="2024")
            make_figure(person=person, article=article)
            make_role(person, make_company(), title=f"Title {i}", article=article)
            make_role(make_person(), company, title=f"Title {i}", article=article)
            make_tie(company, article=article)
            make_tie(company, place=self.place, article=article)
            make_company(parent=company)
            make_place(parent=self.place)
