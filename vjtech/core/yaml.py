"""The fixtures' YAML: Django's own fixture format, less what is left at its default.

Registered in SERIALIZATION_MODULES, so dumpdata and loaddata use it too.
"""

from decimal import Decimal

import yaml
from django.core.serializers import pyyaml
from django.db.models import NOT_PROVIDED


class Block(list):
    """A list written one item to a line, where other lists stand on one line."""


class Dumper(pyyaml.DjangoSafeDumper):
    """Lists on one line, long text folded, no aliases."""

    def ignore_aliases(self, data):
        return True

    def represent_list(self, data):
        flow = not isinstance(data, Block)
        return self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flow)

    def represent_ordered_dict(self, data):
        return self.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=False)

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def represent_decimal(self, data):
        if data == data.to_integral_value():
            return self.represent_int(int(data))
        return self.represent_str(format(data.normalize(), "f"))


Dumper.add_representer(Block, Dumper.represent_list)
Dumper.add_representer(dict, Dumper.represent_ordered_dict)
Dumper.add_representer(Decimal, Dumper.represent_decimal)
Dumper.add_representer(list, Dumper.represent_list)
Dumper.add_representer(tuple, Dumper.represent_list)


class Serializer(pyyaml.Serializer):
    def get_dump_object(self, obj):
        if not hasattr(obj, "natural_key"):
            return super().get_dump_object(obj)
        names = dict.fromkeys((*obj.natural, *self._current))
        fields = {name: self._current[name] for name in names if name in self._current}
        return {"model": str(obj._meta), "fields": fields}

    def handle_field(self, obj, field):
        if self._is_default(obj, field):
            return
        super().handle_field(obj, field)
        value = self._current[field.name]
        if type(value) is not str and isinstance(value, str):
            self._current[field.name] = str.__str__(value)

    def handle_fk_field(self, obj, field):
        if getattr(obj, field.attname) is not None:
            super().handle_fk_field(obj, field)
            self._current[field.name] = _natural(self._current[field.name])

    def _is_default(self, obj, field):
        value = field.value_from_object(obj)
        if value is None:
            return True
        default = field.get_default() if field.default is not NOT_PROVIDED else ""
        return value == default

    def end_serialization(self):
        # A blank line between records: they are read by people.
        records = [
            yaml.dump(Block([record]), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=96)
            for record in self.objects
        ]
        self.stream.write("\n".join(records))


def _natural(value):
    return list(value) if isinstance(value, tuple) else value


class UniqueKeyLoader(yaml.SafeLoader):
    """Refuses a mapping that names a key twice, where YAML would silently keep the last.

    Dates stay words: YAML's own reading of them fails on 2025-02-30 and names no record.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key “{key}” is not a word", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key “{key}” stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


Deserializer = pyyaml.Deserializer
