"""Real headless Chromium with a camera and a microphone fed from files, and people who use it."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import av
import numpy as np
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from playwright.sync_api import Error as PlaywrightError

from lodbic_local.browser import chromium

PASSWORD = "correct horse battery staple"
PURPOSES = ("record", "transcribe", "fraud")
FILM_FPS, CAMERA_FPS = 6, 15
"""Pictures a second: coding them is most of a browser's work, so tests make do with few and benchmarks do not."""
THREE_CAMERAS = 6
"""For a browser with several devices to choose from: pictures a second that each draws itself."""
ALLOWING = ["--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required"]
"""Without these a browser asks before it gives a camera, and lets a page sound only after a press."""
OFF = (
    # The address bar's own pages: with each window Chromium makes one ready, for a second of the processor's time.
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    # What Playwright turns off: of two such lists Chromium follows the last.
    "AimEnabled,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,"
    "HttpsUpgrades,LensOverlay,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,"
    "PreconnectToSearch,ThirdPartyStoragePartitioning"
)
FLAGS = [
    "--no-sandbox",
    f"--disable-features={OFF}",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    *ALLOWING,
]


def speech_file(source: Path, target: Path) -> Path:
    """A person's track of a dialogue as the WAV that Chromium's fake microphone plays."""
    with av.open(str(source)) as opened, av.open(str(target), "w", format="wav") as written:
        stream = written.add_stream("pcm_s16le", rate=48_000, layout="mono")
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000)
        for frame in opened.decode(audio=0):
            for part in resampler.resample(frame):
                written.mux(stream.encode(part))
        written.mux(stream.encode(None))
    return target


def film_file(target: Path) -> Path:
    """Two seconds of a bright square that goes across, as the raw film that Chromium's fake camera plays."""
    with av.open(str(target), "w", format="yuv4mpegpipe") as written:
        stream = written.add_stream("wrapped_avframe", rate=FILM_FPS)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for place in range(0, 2 * FILM_FPS):
            picture = np.full((180, 320, 3), (40, 60, 110), np.uint8)
            picture[60:120, place * 20 : place * 20 + 60] = (240, 220, 90)
            written.mux(stream.encode(av.VideoFrame.from_ndarray(picture).reformat(format="yuv420p")))
    return target


def picture_file(target: Path, width: int, height: int) -> Path:
    """A photograph-like picture in the format that its name tells."""
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    Image.fromarray(np.stack([across, down, 255 - across], axis=-1).astype(np.uint8)).save(target)
    return target


def heard_and_seen(speech: Path, camera: Path | int) -> list[str]:
    """What the browser's own microphone and camera give. A number: three of each, with so many pictures a second."""
    seen = (
        [f"--use-fake-device-for-media-stream=device-count=3,fps={camera}"]
        if isinstance(camera, int)
        else ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={camera}"]
    )
    return [*seen, f"--use-file-for-fake-audio-capture={speech}"]


@contextmanager
def launched(
    playwright: Playwright, speech: Path, camera: Path | int, flags: Sequence[str] = FLAGS
) -> Iterator[Browser]:
    """A browser whose microphone hears a file, over and over."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=[*flags, *heard_and_seen(speech, camera)])
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def kept(
    playwright: Playwright, speech: Path, profile: Path, base_url: str, camera: Path | int
) -> Iterator[BrowserContext]:
    """A browser with a profile on disk: what it stores survives its end."""
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=chromium(),
        args=[*FLAGS, *heard_and_seen(speech, camera)],
        base_url=base_url,
        locale="ru-RU",
        viewport={"width": 390, "height": 844},
    )
    try:
        yield context
    finally:
        with suppress(PlaywrightError):  # a test may have killed it
            context.close()


class User:
    """A person with a page open."""

    def __init__(self, page: Page, name: str, confirm: Callable[[str], str]) -> None:
        self.page, self.name, self._confirm = page, name, confirm
        self.login = f"{name.lower()}-{uuid4().hex[:8]}"
        self.email = f"{self.login}@people.example"
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._note)

    def _note(self, message: object) -> None:
        text = str(getattr(message, "text", ""))
        if getattr(message, "type", "") == "error" and "Content Security Policy" in text:
            self.problems.append(text)

    def register(self, display: str) -> None:
        """Through the form, then through the link in the letter."""
        page = self.page
        page.goto("/register")
        page.locator("input[name=name]").fill(display)
        page.locator("input[name=login]").fill(self.login)
        page.locator("input[name=email]").fill(self.email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form button[type=submit]").click()
        page.wait_for_url(lambda address: "/register" not in address)
        page.goto(f"/confirm#{self._confirm(self.email)}")
        wait_for("the address is confirmed", lambda: bool(self.api("GET", "/session/")["me"]["email_confirmed"]))

    def enter(self, display: str) -> None:
        """Become a member without the forms, in a tenth of the time."""
        self._post("/api/accounts/", login=self.login, email=self.email, password=PASSWORD, name=display)
        self._post("/api/accounts/confirm/", token=self._confirm(self.email))
        self.page.goto("/people")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def _post(self, path: str, **fields: str) -> None:
        context = self.page.context
        page = context.request.get("/api/session/").url
        token = next(each["value"] for each in context.cookies() if each["name"] == "lodbic_csrf")
        answer = context.request.post(path, data=fields, headers={"X-CSRFToken": token, "Referer": page})
        assert answer.ok, answer.text()

    def log_in(self) -> None:
        """Through the form."""
        self.page.goto("/login")
        self.page.locator("input[name=login]").fill(self.login)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("form button[type=submit]").click()
        self.page.wait_for_url(lambda address: "/login" not in address)

    def api(self, method: str, path: str, body: object = None) -> Any:
        """The REST API as this person's page would use it."""
        script = """async ([method, path, body]) => {
            const token = document.cookie.match(/lodbic_csrf=([^;]+)/)?.[1] ?? '';
            const answer = await fetch('/api' + path, {method, headers: {'Content-Type': 'application/json',
                'X-CSRFToken': token}, body: body === null ? undefined : JSON.stringify(body)});
            return {status: answer.status, body: answer.status === 204 ? null : await answer.json()};
        }"""
        answer = self.page.evaluate(script, [method, path, body])
        assert answer["status"] < 300, answer
        return answer["body"] or {}

    def place_advert(self, title: str) -> str:
        """An advert by the API; its id."""
        fields = {"title": title, "category": "hobby", "price_minor": 1_350_000, "city": "Москва"}
        return str(self.api("POST", "/adverts/", fields)["advert_id"])

    def join(self, purposes: Sequence[str] = PURPOSES) -> None:
        """From the lobby into the room, with consent to these."""
        join = self.page.get_by_test_id("join-button")
        expect(join).to_be_enabled(timeout=40_000)
        for purpose in purposes:
            self.page.get_by_test_id(f"consent-{purpose}").check()
        join.click()
        expect(self.page.get_by_test_id("leave-button")).to_be_visible(timeout=40_000)


def wait_moving(page: Page, test_id: str, seconds: float = 40) -> None:
    """Wait until the video's picture has changed: frames come and differ."""
    script = """async (video) => {
        const shot = () => {
            const canvas = document.createElement('canvas');
            canvas.width = 32; canvas.height = 32;
            const context = canvas.getContext('2d');
            context.drawImage(video, 0, 0, 32, 32);
            return Array.from(context.getImageData(0, 0, 32, 32).data).join();
        };
        if (!video.videoWidth) return false;
        const first = shot();
        for (let i = 0; i < 20; i++) {
            await new Promise((done) => setTimeout(done, 100));
            if (shot() !== first) return true;
        }
        return false;
    }"""
    deadline = time.monotonic() + seconds
    video = page.get_by_test_id(test_id)
    while True:
        if video.count() and video.first.evaluate(script):
            return
        assert time.monotonic() < deadline, f"no moving picture in {test_id}"
        time.sleep(0.3)


AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


BY_COLOURS = ["color-contrast", "link-in-text-block"]
"""The only rules of axe that look at colours: nothing else can be other in another look."""


def assert_accessible(page: Page, looks: Sequence[Literal["light", "dark"]] = ("light", "dark")) -> None:
    """axe finds nothing against WCAG 2.1 A and AA nor against good practice, in these looks."""
    page.evaluate(AXE.read_text())
    script = """async (rules) => {
        // Colours on their way from one look to the other are of neither.
        await new Promise(requestAnimationFrame);
        for (const moving of document.getAnimations()) if (moving.effect.getTiming().iterations < 99) moving.finish();
        const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
        // An experiment of axe's, and yet WCAG 2.5.3: who speaks to the machine says what is seen.
        const also = rules ? {} : {'label-content-name-mismatch': {enabled: true}};
        const wanted = {runOnly: rules ?? standards, rules: also, resultTypes: ['violations']};
        const {violations} = await axe.run(document, wanted);
        return violations.map(({id, nodes}) => [id, nodes.slice(0, 3).map(({html}) => html)]);
    }"""
    for look in looks:
        page.emulate_media(color_scheme=look)
        found = page.evaluate(script, None if look == looks[0] else BY_COLOURS)
        assert found == [], (page.url, look, found)


def wait_heard(page: Page, test_id: str, seconds: float = 40) -> None:
    """Wait until there is sound in what the video element plays, and the element lets it be heard."""
    script = """async (video) => {
        const stream = video.srcObject;
        if (video.muted || !stream || !stream.getAudioTracks().length) return false;
        const context = new AudioContext();
        const analyser = context.createAnalyser();
        context.createMediaStreamSource(stream).connect(analyser);
        const samples = new Float32Array(analyser.fftSize);
        let loud = false;
        for (let i = 0; i < 20 && !loud; i++) {
            await new Promise((done) => setTimeout(done, 100));
            analyser.getFloatTimeDomainData(samples);
            loud = samples.some((sample) => Math.abs(sample) > 0.01);
        }
        await context.close();
        return loud;
    }"""
    video = page.get_by_test_id(test_id).first
    wait_for(f"sound comes out of {test_id}", lambda: bool(video.evaluate(script)), seconds)


def wait_for(
    what: str,
    condition: Callable[[], bool],
    seconds: float = 30,
    note: Callable[[], object] = lambda: "",
    every: float = 0.5,
) -> None:
    """Wait until it is so; `note` tells how things stand when it is not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"it did not come about in {seconds:.0f} s: {what}; {note()}"
        time.sleep(every)
