from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles import evidence


class Command(BaseCommand):
    help = (
        "Hold every published fact against its passage; with --sources also each quote against "
        "the original documents. Fails where one does not hold."
    )

    def add_arguments(self, parser):
        parser.add_argument("--sources", type=Path, metavar="DIR", help="the original documents")

    def handle(self, *args, sources, **options):
        found = list(evidence.problems())
        if sources:
            if not sources.is_dir():
                raise CommandError(f"{sources}: there is no such folder")
            documents = evidence.Sources(sources)
            if not documents.documents:
                raise CommandError(f"{sources}: there is no .txt document here")
            found += documents.problems()
        for record, message in found:
            self.stderr.write(evidence.line(record, message))
        if found:
            raise CommandError(f"{len(found)} problem(s) with the evidence")
        counts = [
            (
                model._meta.verbose_name_plural,
                model.objects.count(),
                model.objects.exclude(quote="").count(),
            )
            for model in evidence.CITATIONS
        ]
        for name, total, quoted in counts:
            self.stdout.write(f"{total:6} {name}, {quoted} with a quote")
        self.stdout.write(self.style.SUCCESS("Every published fact has its passage."))
