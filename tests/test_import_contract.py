import pytest
from importlinter.cli import lint_imports


@pytest.mark.half("sqlite")
def test_arrows_run_one_way(capsys, settings):
    code = lint_imports(str(settings.BASE_DIR / "pyproject.toml"), no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out
