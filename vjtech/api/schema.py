"""The API as OpenAPI 3.1, read off its filters and serializers by drf-spectacular."""

from copy import deepcopy

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, append_meta
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from entities.serializers import PartShape, PartyShape
from vjtech.api.parameters import parameters
from vjtech.api.problems import MEDIA_TYPE
from vjtech.core import serializers

TEXT = {"type": "string"}
DAY = {"type": ["string", "null"], "format": "date"}
SLUG = {"type": ["string", "null"], "description": "A slug; null where there is none."}
NUMBER = {"type": "number"}


def shape(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


DATE = {
    **shape(edtf=TEXT, earliest=DAY, latest=DAY, printed=TEXT, inferred={"type": "boolean"}),
    "type": ["object", "null"],
    "description": "A date as far as it is known: ISO 8601-2 (EDTF), and the first and last day"
    " that it can mean (null where open). Null where none is stated.",
}
DATE["properties"]["reason"] = TEXT
DATE["required"].append("reason")

FIELDS = {
    serializers.DateShape: DATE,
    serializers.AreCapped: {
        "type": "boolean",
        "description": "Whether there are more of them than the newest, which are told.",
    },
    serializers.CertaintyField: {"type": "string", "enum": list(serializers.CertaintyField.words)},
    serializers.NumberField: {"type": ["number", "null"]},
    serializers.PageAddress: {"type": "string", "format": "uri-reference"},
    serializers.SlugOf: SLUG,
    serializers.SlugsOf: {"type": "array", "items": TEXT},
}
SHAPES = {
    PartShape: shape(slug=TEXT, **{"as": TEXT}),
    PartyShape: shape(company=SLUG, person=SLUG, text=TEXT, **{"as": TEXT}),
}
PROBLEM = {
    **shape(type=TEXT, title=TEXT, status={"type": "integer"}),
    "description": "RFC 9457; `errors` are by parameter.",
}
PROBLEM["properties"] |= {
    "detail": TEXT,
    "errors": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
}
PROBLEMS = {
    400: "A parameter is not known, or its value is not understood.",
    404: "There is no such record.",
    406: "Only application/json is given.",
    429: "Too many requests of one address.",
    500: "A fault of ours.",
}
HEADERS = (
    ("ETag", TEXT, [200, 304], "To be sent back as If-None-Match."),
    ("Retry-After", {"type": "integer"}, [429], "After how many seconds to ask again."),
)


class ApiSchema(AutoSchema):
    """How drf-spectacular describes one of RecordsView's addresses."""

    @property
    def is_list(self):
        return "{slug}" not in self.path

    def get_operation_id(self):
        return f"{self.view.plural}_{'list' if self.is_list else 'one'}"

    def get_tags(self):
        return [self.view.plural]

    def get_summary(self):
        model = self.view.filterset_class._meta.model._meta
        return (
            f"A page of the {model.verbose_name_plural}"
            if self.is_list
            else (f"One {model.verbose_name}, by its slug")
        )

    def get_override_parameters(self):
        return [
            OpenApiParameter(name, schema, "header", description=words, response=codes)
            for name, schema, codes, words in HEADERS
        ]

    def _get_filter_parameters(self):
        known = parameters(self.view.filterset_class) if self.is_list else {}
        return [described(parameter) for parameter in known.values()]

    def get_response_serializers(self):
        own = self.resolve_serializer(self.view.serializer_class, "response").ref
        answers = {200: OpenApiResponse(self.page_of(own) if self.is_list else own, "Found")}
        if not self.is_list:
            answers[301] = OpenApiResponse(None, "It has another slug by now: see Location.")
        answers[304] = OpenApiResponse(None, "What If-None-Match names is still so.")
        for status, words in PROBLEMS.items():
            if status != 404 or not self.is_list:
                answers[status, MEDIA_TYPE] = OpenApiResponse(self.named("Problem", PROBLEM), words)
        return answers

    def page_of(self, row):
        page = shape(
            count={"type": "integer", "description": "How many there are."},
            count_is_capped={"type": "boolean", "description": "Whether there are more than that."},
            next={"type": ["string", "null"], "format": "uri"},
            results={"type": "array", "items": row},
        )
        return self.named(f"{self.view.plural.capitalize()}Page", page)

    def named(self, name, schema):
        """Return a reference to a component of this name."""
        component = ResolvedComponent(name, ResolvedComponent.SCHEMA, schema, name)
        self.registry.register_on_missing(component)
        return component.ref

    def _map_serializer_field(self, field, direction, bypass_extensions=False):
        if type(field) in FIELDS:
            meta = self._get_serializer_field_meta(field, direction)
            return append_meta(deepcopy(FIELDS[type(field)]), meta)
        if isinstance(field, serializers.Newest):
            told = super()._map_serializer_field(field, direction, bypass_extensions)
            return told | {"maxItems": serializers.MOST_NESTED}
        return super()._map_serializer_field(field, direction, bypass_extensions)

    def _map_basic_serializer(self, serializer, direction):
        if type(serializer) in SHAPES:
            return deepcopy(SHAPES[type(serializer)])
        return super()._map_basic_serializer(serializer, direction)


def described(parameter):
    """Return a parameter as OpenAPI has it."""
    told = {
        "in": "query",
        "name": parameter.name,
        "description": str(parameter.words),
        "schema": deepcopy(parameter.schema),
    }
    return told | ({"style": "form", "explode": True} if parameter.is_repeated else {})


def linked(result, generator, request, public):
    """Say of each list that the slugs of its rows lead to its records."""
    for path, methods in result["paths"].items():
        record = result["paths"].get(f"{path}{{slug}}/")
        if record:
            methods["get"]["responses"]["200"]["links"] = {
                "record": {
                    "operationId": record["get"]["operationId"],
                    "parameters": {"slug": "$response.body#/results/0/slug"},
                }
            }
    return result


def document():
    return SchemaGenerator().get_schema(request=None, public=True)
