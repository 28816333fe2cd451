"""Cleaning pages: what readability leaves out, meta tags, and pages made to do harm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.intake.clean import Unreadable, clean
from articles.intake.pieces import REASONS
from tests.seconds import cpu_seconds

ENGLISH = [
    "The port of Hai Phong will test cranes that steer themselves from next spring on.",
    "Harbour Robotics of Kobe builds them, and a yard in Hai Phong puts them together.",
    "Sixty engineers from two universities have been trained for it, the head of the firm said.",
    "If all goes well, the cranes will work at night from the end of the year, she added.",
]
VIETNAMESE = [
    "Cảng Hải Phòng sẽ thử nghiệm cần cẩu tự lái từ mùa xuân năm sau, theo ban quản lý cảng.",
    "Công ty Harbour Robotics ở Kobe chế tạo, còn một xưởng ở Hải Phòng lắp ráp.",
    "Sáu mươi kỹ sư của hai trường đại học đã được đào tạo cho việc này, giám đốc cho biết.",
]
JAPANESE = [
    "ハイフォン港は来春から、自動で動くクレーンの試験を始めると港の管理会社が発表した。",
    "神戸のハーバーロボティクスが製造し、ハイフォンの工場で組み立てる。",
    "二つの大学から集まった六十人の技術者が、すでに訓練を終えたと同社の社長は話した。",
]


def paragraphs(lines):
    return "".join(f"<p>{line}</p>\n" for line in lines)


def page(body, head=""):
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}</body></html>"


def one(text):
    (piece,) = clean(text)
    return piece


def kept(piece):
    return [line.text for line in piece.kept]


def cut(piece):
    return {line.text: line.cut for line in piece.lines if line.cut}


NEWS = """
<header><a href="/">Morning Post</a><nav>
<a href="/a">Politics</a> <a href="/b">Trade</a></nav></header>
<div class="breadcrumb"><a href="/">Home</a> &gt; <a href="/b">Trade</a></div>
<article><h1>Cranes that steer themselves</h1><time datetime="2025-04-28T09:00:00+07:00"></time>
<div class="share"><button>Share</button></div>
<p class="standfirst">{}</p><figure><img src=x alt=y><figcaption>A crane at night. Photo: M. An
</figcaption></figure><div class="body"><p>{}</p><h2>People</h2><p>{}</p>
<ul><li>four cranes for heavy boxes</li><li>two for light ones</li></ul>
<table><tr><th>Year</th><th>Cranes</th></tr><tr><td>2025</td><td>4</td></tr></table><p>{}</p></div>
</article><section class="related"><h3>Related news</h3><ul><li><a href="/1">Old bridge to be
repaired before summer</a></li><li><a href="/2">Rice growers try out sensors</a></li></ul></section>
<aside><h3>Most read</h3>
<p>Something else altogether happened in the town on Sunday morning.</p></aside>
<footer><p>Copyright 2025 Morning Post. All rights reserved.</p></footer>
""".format(*ENGLISH)


def test_the_article_is_kept_whole_and_all_else_is_shown_as_cut():
    piece = one(page(NEWS, "<title>Cranes that steer themselves | Morning Post</title>"))
    assert piece.title == "Cranes that steer themselves"
    assert kept(piece) == [
        *ENGLISH[:2], "People", ENGLISH[2], "four cranes for heavy boxes", "two for light ones",
        "Year | Cranes", "2025 | 4", ENGLISH[3],
    ]  # fmt: skip
    reasons = cut(piece)
    assert reasons["A crane at night. Photo: M. An"] == "caption"
    assert reasons["Rice growers try out sensors"] == "related"
    assert reasons["Copyright 2025 Morning Post. All rights reserved."] == "furniture"
    numbers = sorted([line.number for line in piece.lines] + [piece.title_number])
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("lines", [ENGLISH, VIETNAMESE, JAPANESE], ids=["en", "vi", "ja"])
def test_every_paragraph_is_kept_however_a_page_lays_it_out(lines):
    nested = (
        f"<div id=top>{paragraphs(lines[:1])}</div><div><div>{paragraphs(lines[1:2])}</div></div>"
    )
    for body in (
        paragraphs(lines),
        "".join(f"<div>{line}</div>" for line in lines),
        "<br><br>".join(lines) + "</p></p></p>",
        "<div>" + "<br/>\n<br/>".join(lines) + "</div>",
        "<table><tr><td>" + paragraphs(lines) + "</td><td><a href=x>Menu</a></td></tr></table>",
        f"<main>{nested}{paragraphs(lines[2:])}</main>",
        "<pre>" + "\n\n".join(lines) + "</pre>",
        "".join(f"<p><span>{line}" for line in lines),
        f"<div class=comment-free-zone>{paragraphs(lines)}</div>",
        "".join(f"<section><h2>Heading of a part</h2><p>{line}</p></section>" for line in lines),
    ):
        piece = one(page("<h1>Cranes that steer themselves</h1>" + body))
        assert [text for text in kept(piece) if text in lines] == lines, body
        assert piece.title == "Cranes that steer themselves"


def test_what_a_page_says_of_itself_is_taken_from_its_meta_tags():
    head = """<title>Cranes | Morning Post</title><link rel=canonical href="https://post.example/cranes">
    <meta property="og:title" content="Cranes that steer themselves">
    <meta property="og:site_name" content="Morning Post"><meta name=author content="Tran An">
    <meta property="article:published_time" content="2025-04-28T09:00:00+07:00">"""
    piece = one(page("<h1>Cranes that steer themselves</h1>" + paragraphs(ENGLISH), head))
    assert (piece.publisher, piece.credits) == ("Morning Post", "Tran An")
    assert (piece.published, piece.address) == ("2025-04-28", "https://post.example/cranes")
    assert (piece.language, piece.title_number) == ("en", 1)


def test_linked_data_serves_where_meta_tags_are_missing():
    data = """{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"],
    "headline": "Cranes that steer themselves", "datePublished": "2025-04-28",
    "url": "javascript:1", "author": [{"name": "Tran An"}, {"name": "Le Binh"}],
    "publisher": {"name": "Morning Post"}}]}"""
    head = f'<script type="application/ld+json">{data}</script>'
    piece = one(page(paragraphs(ENGLISH), head))
    assert (piece.title, piece.title_number) == ("Cranes that steer themselves", None)
    assert (piece.publisher, piece.credits) == ("Morning Post", "Tran An, Le Binh")
    assert (piece.published, piece.address) == ("2025-04-28", "")
    assert kept(piece) == ENGLISH


def test_links_side_by_side_are_not_run_together():
    links = "<div class=related><a href=1>Old bridge</a><a href=2>New road</a></div>"
    assert "Old bridge New road" in cut(one(page(paragraphs(ENGLISH) + links)))


def test_linked_data_of_any_shape_is_only_data():
    for data in (
        "[[[[", "null", "[1, null, [], {}]", '{"@graph": {"a": 1}}', '{"headline": {"a": []}}',
        '{"@type": "Article", "author": [[], 3, {"name": {}}], "publisher": [], "url": []}',
        '{"headline": "' + "x" * 5000 + '"}', "[" * 5000, '{"headline": 1' + "0" * 5000 + "}",
    ):  # fmt: skip
        head = f"<script type='application/ld+json'>{data}</script>"
        assert kept(one(page(paragraphs(ENGLISH), head))) == ENGLISH


def test_an_address_is_http_or_none():
    for address in (
        "javascript:alert(1)", "data:text/html,x", "/cranes", "//post.example/x", "http://",
        "http://[x", "https://post.example/a b", 'https://post.example/"x', "ftp://post.example/",
        "https://post.example/" + "x" * 600,
    ):  # fmt: skip
        head = f"<link rel=canonical href='{address}'>"
        assert one(page(paragraphs(ENGLISH), head)).address == ""


def test_the_printed_day_goes_before_that_of_the_meta_tags():
    head = '<meta property="article:published_time" content="2025-04-27T20:00:00Z">'
    body = "<h1>Cranes that steer themselves</h1><p>April 28, 2025</p>" + paragraphs(ENGLISH)
    piece = one(page(body, head))
    assert (piece.published, piece.published_printed) == ("2025-04-28", "April 28, 2025")


def test_scripts_and_what_they_hide_in_never_become_text():
    hostile = (
        "<script>alert(1)</script><style>p{}</style><svg><script>alert(2)</script></svg>"
        "<iframe src=javascript:alert(3)></iframe><noscript>alert(4)</noscript>"
        "<img src=x onerror=alert(5)><a href=javascript:alert(6)>a link to nowhere</a>"
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(7)></style>"
        "<template><p>alert(8)</p></template><!--<p>alert(9)</p>-->"
    )
    piece = one(page(paragraphs(ENGLISH) + hostile))
    everything = " ".join([piece.title, *(line.text for line in piece.lines)])
    assert "alert" not in everything
    assert kept(piece) == ENGLISH


def test_text_that_shows_a_tag_keeps_it_as_text():
    piece = one(
        page(paragraphs([*ENGLISH, "Write &lt;b&gt; for bold, the handbook of the firm says."]))
    )
    assert kept(piece)[-1] == "Write <b> for bold, the handbook of the firm says."


def test_hidden_text_is_shown_as_cut():
    body = (
        paragraphs(ENGLISH)
        + "<div style='color:red; display : none'><p>The rest is for members.</p></div>"
    )
    assert cut(one(page(body + "<p hidden>And this.</p>"))) == {
        "The rest is for members.": "hidden",
        "And this.": "hidden",
    }


def test_the_reading_above_a_word_is_no_part_of_it():
    text = (
        "<ruby>神戸<rp>(</rp><rt>こうべ</rt><rp>)</rp></ruby>の会社が、自動で動くクレーンを造った。"
    )
    assert kept(one(page(paragraphs(JAPANESE) + f"<p>{text}</p>")))[-1].startswith("神戸の会社が、")


def test_a_page_of_several_whole_articles_gives_each():
    articles = "".join(
        f"<article><h2>{title}</h2>{paragraphs(lines)}</article>"
        for title, lines in (("Cranes that steer", ENGLISH), ("Cần cẩu tự lái", VIETNAMESE))
    )
    pieces = clean(page(articles, "<title>Morning Post</title>"))
    assert [piece.title for piece in pieces] == ["Cranes that steer", "Cần cẩu tự lái"]
    assert [kept(piece) for piece in pieces] == [ENGLISH, VIETNAMESE]


def test_text_that_speaks_of_tags_is_not_taken_for_a_page():
    text = (
        "How to write a heading\n\nPut <h1> before it and </h1> behind it, and the browser does it."
    )
    assert one(text).title == "How to write a heading"


MADE_TO_HARM = {
    "deep": "<div>" * 100_000 + "x",
    "deep and closed": "<div>" * 900 + "x" + "</div>" * 900,
    "formatting": "".join(f"<font class=a{i}>" for i in range(900)) + "<p>x" * 150_000,
    "many": "<p>x" * 200_000,
    "tables": "<table><tr><td>" * 30_000,
    "comments": "<!-- x -->" * 90_000 + "<",
    "unclosed": "<p>" + "<!--" * 200_000,
    "brackets": "<p>" + "<" * 400_000,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">x",
    "one attribute": "<p class='" + "related " * 100_000 + "'>x",
    "entities": '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>&b;&amp;'
    + "&amp;" * 90_000,
    "nul": "<html>" + "\0" * 10_000 + "<p>x\0y</p>",
    "marks": "<p>x" + "\u0301\u0323" * 150_000,
    "data": "<html><script type='application/ld+json'>" + "[" * 190_000 + "</script><p>x",
}


@pytest.mark.parametrize("name", MADE_TO_HARM)
def test_a_page_made_to_harm_is_read_or_refused_soon(name):
    def read():
        try:
            pieces = clean(MADE_TO_HARM[name])
        except Unreadable as error:
            assert str(error)
        else:
            assert not any("\0" in line.text for piece in pieces for line in piece.lines)

    assert cpu_seconds(read) < 5


def test_what_is_too_large_is_refused():
    with pytest.raises(Unreadable, match="1000 kB"):
        clean("<p>" + "漢" * 400_000)
    with pytest.raises(Unreadable, match="lines"):
        clean("a\n" * 6000)


def test_a_page_of_200_kb_takes_no_longer_than_a_second_or_so():
    menu = "<div class=teaser><a href=x>Old bridge to be repaired</a></div>"
    body = "<h1>Cranes that steer themselves</h1>" + (paragraphs(ENGLISH) + menu) * 450
    assert len(body) > 190_000
    assert cpu_seconds(clean, page(body)) < 2


TAGS = """
<p>
</p>
<div>
</div>
<article>
<h1>
</h1>
<a href=x>
</a>
<table>
<tr>
<td>
<br>
<ul><li>
<script>
</script>
<!--
-->
<b
&#0;
&lt;
<pre>
<title>x</title>
<form>
<body>
</html>
<style>
<svg>
<frameset>
<![CDATA[
<time datetime=2025-99-99>
<meta property=og:title content="A title of four words">
""".splitlines(keepends=True)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*TAGS, *ENGLISH, "Related news"]) | st.text(max_size=20), max_size=30)
)
def test_any_page_is_read_or_refused(parts):
    try:
        pieces = clean("<html>" + "".join(parts))
    except Unreadable:
        return
    for piece in pieces:
        for line in piece.lines:
            assert line.text == " ".join(line.text.split()) != ""
            assert line.cut == "" or line.cut in REASONS
