"""A page in a real Chromium, for tests."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from lodbic_local.browser import chromium

FLAGS = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]

RECORD = """async ({mime, video, seconds}) => {
  const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: video && {width: 640, height: 480}});
  const recorder = new MediaRecorder(stream, {mimeType: mime}), pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const stopped = new Promise((done) => { recorder.onstop = done; });
  recorder.start(1000);
  await new Promise((done) => setTimeout(done, seconds * 1000));
  recorder.stop();
  await stopped;
  stream.getTracks().forEach((track) => track.stop());
  return Promise.all(pieces.map((piece) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split("base64,")[1] || "");
    reader.readAsDataURL(piece);
  })));
}"""


class _RangeHandler(SimpleHTTPRequestHandler):
    """Serves one folder and understands ranges, as object storage does."""

    def do_GET(self) -> None:
        """Answer with a part of the file when a part is asked for."""
        path = Path(self.translate_path(self.path))
        wanted = self.headers.get("Range")
        if not wanted or not path.is_file():
            super().do_GET()
            return
        body = path.read_bytes()
        first, last = wanted.removeprefix("bytes=").split("-")
        begin, end = int(first), int(last) if last else len(body) - 1
        self.send_response(206)
        self.send_header("Content-Type", "video/mp4")
        self.send_header("Content-Range", f"bytes {begin}-{end}/{len(body)}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - begin + 1))
        self.end_headers()
        try:
            self.wfile.write(body[begin : end + 1])
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def open_page(folder: Path) -> Iterator[Page]:
    """Open the folder's index.html in Chromium, which has a camera and a microphone of its own making."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_RangeHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            try:
                page = browser.new_page()
                page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
                yield page
            finally:
                browser.close()
    finally:
        server.shutdown()
        server.server_close()


def record(page: Page, mime: str, video: bool, seconds: float) -> list[bytes]:
    """What Chromium's MediaRecorder gives, second by second."""
    pieces = page.evaluate(RECORD, {"mime": mime, "video": video, "seconds": seconds})
    return [base64.b64decode(piece) for piece in pieces]
