"""Opens the files of a site through pytest-lsp, and holds the server to what its
diagnostics cover and what its actions leave. The folders are those that
pytest-lsp.sh makes: $SITES/one, all and fixed."""

import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

SITES = Path(os.environ["SITES"])

EXPECTED = {
    "_posts/2024-01-02-第 1 篇#起点.md": {
        "wrong-type": '"yes"',
        "empty-element": "<b></b>",
        "confused-word": "己经",
    },
    "目 录/windows.md": {
        "broken-fragment": "没有",
        "confused-word": "己经",
        "ad-slot": '<section id="imu">\r\n\r\n</section>',
        "empty-element": "<i></i>",
    },
    "目 录/a.md": {
        "confused-word": "己经",
        "ad-slot": '<div class="adslot"></div>',
        "empty-element": "<b></b>",
    },
}


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[os.environ["KANWU"], "server"]))
async def client(lsp_client: LanguageClient):
    capabilities = client_capabilities("visual_studio_code")
    capabilities.general.position_encodings = [types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16]
    watched = []
    lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda asked: watched.extend(asked.registrations))
    root = types.WorkspaceFolder(uri=SITES.as_uri(), name="sites")
    result = await lsp_client.initialize_session(
        types.InitializeParams(capabilities=capabilities, workspace_folders=[root])
    )
    assert result.capabilities.position_encoding == types.PositionEncodingKind.Utf8
    yield
    assert [registration.method for registration in watched] == ["workspace/didChangeWatchedFiles"]
    await lsp_client.shutdown_session()


def offset(text: str, position: types.Position) -> int:
    """The offset in bytes of a position whose columns are bytes."""
    lines = text.encode().splitlines(keepends=True)
    return sum(len(line) for line in lines[: position.line]) + position.character


def covered(text: str, place: types.Range) -> str:
    return text.encode()[offset(text, place.start) : offset(text, place.end)].decode()


def edited(text: str, edits) -> str:
    result = text.encode()
    for edit in sorted(edits, key=lambda edit: offset(text, edit.range.start), reverse=True):
        start, end = offset(text, edit.range.start), offset(text, edit.range.end)
        result = result[:start] + edit.new_text.encode() + result[end:]
    return result.decode()


class Buffer:
    """A file as an editor holds it: without its byte order mark."""

    def __init__(self, client: LanguageClient, path: Path):
        self.client, self.path, self.version = client, path, 1
        self.uri = path.as_uri()
        text = path.read_bytes().decode()
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.text = text.removeprefix("\ufeff")
        item = types.TextDocumentItem(uri=self.uri, language_id="markdown", version=1, text=self.text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))

    async def diagnostics(self):
        """The next ones that are told of it."""
        while True:
            await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
            if self.uri in self.client.diagnostics:
                return self.client.diagnostics.pop(self.uri)

    async def actions(self, kind, diagnostics):
        start = types.Position(line=0, character=0)
        return await self.client.text_document_code_action_async(
            types.CodeActionParams(
                text_document=types.TextDocumentIdentifier(uri=self.uri),
                range=types.Range(start=start, end=start),
                context=types.CodeActionContext(diagnostics=diagnostics, only=[kind]),
            )
        )

    def take(self, action):
        (change,) = action.edit.document_changes
        assert (change.text_document.uri, change.text_document.version) == (self.uri, self.version)
        self.text = edited(self.text, change.edits)
        self.change(types.TextDocumentContentChangeWholeDocument(text=self.text))

    def change(self, change):
        self.version += 1
        identifier = types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=identifier, content_changes=[change])
        )


@pytest.mark.asyncio
@pytest.mark.parametrize("name", EXPECTED)
async def test_diagnostics_cover_what_they_speak_of(client: LanguageClient, name: str):
    buffer = Buffer(client, SITES / "one" / name)
    found = {told.code: covered(buffer.text, told.range) for told in await buffer.diagnostics()}
    assert found == EXPECTED[name]


@pytest.mark.asyncio
async def test_diagnostics_link_to_what_explain_prints(client: LanguageClient):
    buffer = Buffer(client, SITES / "one" / "目 录/a.md")
    for told in await buffer.diagnostics():
        page = Path(unquote(urlsplit(told.code_description.href).path))
        assert page.is_relative_to(os.environ["XDG_CACHE_HOME"])
        assert page.read_bytes() == subprocess.check_output([os.environ["KANWU"], "explain", told.code])


@pytest.mark.asyncio
async def test_what_is_typed_moves_what_is_found(client: LanguageClient):
    buffer = Buffer(client, SITES / "one" / "目 录/windows.md")
    await buffer.diagnostics()
    place = types.Position(line=2, character=len("😀".encode()))
    buffer.text = buffer.text.replace("😀 ", "😀👩‍👧 ", 1)
    change = types.TextDocumentContentChangePartial(range=types.Range(start=place, end=place), text="👩‍👧")
    buffer.change(change)
    found = {told.code: covered(buffer.text, told.range) for told in await buffer.diagnostics()}
    assert found == EXPECTED["目 录/windows.md"]


@pytest.mark.asyncio
@pytest.mark.parametrize("name", EXPECTED)
async def test_quick_fixes_leave_what_fix_writes(client: LanguageClient, name: str):
    buffer = Buffer(client, SITES / "one" / name)
    while True:
        diagnostics = await buffer.diagnostics()
        actions = await buffer.actions(types.CodeActionKind.QuickFix, diagnostics)
        safe = [action for action in actions if action.is_preferred]
        if not safe:
            break
        buffer.take(safe[0])
    assert (buffer.mark + buffer.text).encode() == (SITES / "fixed" / name).read_bytes()
    assert buffer.version > 1


@pytest.mark.asyncio
@pytest.mark.parametrize("name", EXPECTED)
async def test_all_safe_fixes_leave_what_fix_writes(client: LanguageClient, name: str):
    buffer = Buffer(client, SITES / "all" / name)
    await buffer.diagnostics()
    (action,) = await buffer.actions("source.fixAll.kanwu", [])
    buffer.take(action)
    assert (buffer.mark + buffer.text).encode() == (SITES / "fixed" / name).read_bytes()
