//! The only door to the camera: opens it, tells causes of failure apart, and always closes it.
//!
//! A [`Camera`] stops its tracks when it is dropped. How many tracks are live stands on the root
//! element as `data-live-tracks`, so that a test of the whole page can see that none is left.

use std::cell::Cell;

use leptos::prelude::{document, window};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, HtmlVideoElement, MediaDeviceInfo, MediaDeviceKind, MediaDevices, MediaStream,
    MediaStreamTrack, PermissionState, PermissionStatus,
};

use crate::device::browser;

/// Which way the camera looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facing {
    /// At the person.
    User,
    /// Away from the person.
    Environment,
}

impl Facing {
    const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Environment => "environment",
        }
    }

    const fn opposite(self) -> Self {
        match self {
            Self::User => Self::Environment,
            Self::Environment => Self::User,
        }
    }
}

/// Which camera is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameraRequest {
    /// Preferred direction; a computer's only camera is taken whatever it is.
    pub facing: Facing,
    /// One certain camera, after the person has switched to it.
    pub device: Option<String>,
}

impl CameraRequest {
    /// Any camera that looks this way.
    pub const fn facing(facing: Facing) -> Self {
        Self {
            facing,
            device: None,
        }
    }

    /// What the browser is asked for: full HD if there is, anything otherwise.
    fn constraints(&self) -> Value {
        let mut video = json!({
            "width": { "ideal": 1920 },
            "height": { "ideal": 1080 },
        });
        if let Some(device) = &self.device {
            video["deviceId"] = json!({ "exact": device });
        } else {
            video["facingMode"] = json!({ "ideal": self.facing.as_str() });
        }
        json!({ "audio": false, "video": video })
    }
}

/// Why there is no picture. Each cause has a way on of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameraError {
    /// The page was not opened over a secure address, so the browser hides the camera.
    Insecure,
    /// The browser knows no cameras.
    NotSupported,
    /// The page is shown inside another program that keeps the camera from it.
    InAppBrowser,
    /// The person said no, and may be asked again.
    RefusedNow,
    /// The browser remembers the no and will not ask again.
    RefusedForever,
    /// There is no camera.
    Absent,
    /// Another program holds the camera.
    Busy,
    /// The camera is open and shows nothing.
    NoFrames,
    /// Something else.
    Other,
}

impl CameraError {
    /// Every cause, in the order of this file.
    pub const ALL: [Self; 9] = [
        Self::Insecure,
        Self::NotSupported,
        Self::InAppBrowser,
        Self::RefusedNow,
        Self::RefusedForever,
        Self::Absent,
        Self::Busy,
        Self::NoFrames,
        Self::Other,
    ];

    /// The cause behind the name of a browser's exception.
    fn of_exception(name: &str, denied: bool, in_app: bool) -> Self {
        match name {
            "NotAllowedError" | "PermissionDeniedError" | "SecurityError" if in_app => {
                Self::InAppBrowser
            }
            "NotAllowedError" | "PermissionDeniedError" | "SecurityError" if denied => {
                Self::RefusedForever
            }
            "NotAllowedError" | "PermissionDeniedError" | "SecurityError" => Self::RefusedNow,
            "NotFoundError" | "DevicesNotFoundError" | "OverconstrainedError" => Self::Absent,
            "NotReadableError" | "TrackStartError" | "AbortError" => Self::Busy,
            _ => Self::Other,
        }
    }

    /// The cause when the browser shows the page no cameras at all.
    fn of_missing(secure: bool, in_app: bool) -> Self {
        if !secure {
            Self::Insecure
        } else if in_app {
            Self::InAppBrowser
        } else {
            Self::NotSupported
        }
    }
}

/// An open camera. Dropping it closes it.
pub struct Camera {
    stream: MediaStream,
}

/// Opens a camera; the browser may ask the person first.
pub async fn open(request: &CameraRequest) -> Result<Camera, CameraError> {
    let devices = devices()?;
    let constraints =
        js_sys::JSON::parse(&request.constraints().to_string()).map_err(|_| CameraError::Other)?;
    let promise = devices
        .get_user_media_with_constraints(constraints.unchecked_ref())
        .map_err(|_| CameraError::NotSupported)?;
    match JsFuture::from(promise).await {
        Ok(stream) => Ok(Camera::holding(stream.unchecked_into())),
        Err(exception) => {
            let name = exception
                .dyn_ref::<DomException>()
                .map_or_else(String::new, DomException::name);
            let denied = permission().await == Some(PermissionState::Denied);
            let in_app = browser::is_in_app(&browser::agent());
            Err(CameraError::of_exception(&name, denied, in_app))
        }
    }
}

/// What the browser remembers about this page and the camera; `None` where it does not tell.
pub async fn permission() -> Option<PermissionState> {
    let permissions = window().navigator().permissions().ok()?;
    if JsValue::from(&permissions).is_undefined() {
        return None;
    }
    let wanted = js_sys::Object::new();
    js_sys::Reflect::set(&wanted, &"name".into(), &"camera".into()).ok()?;
    let status = JsFuture::from(permissions.query(&wanted).ok()?)
        .await
        .ok()?;
    Some(status.dyn_into::<PermissionStatus>().ok()?.state())
}

fn devices() -> Result<MediaDevices, CameraError> {
    let missing = || {
        let in_app = browser::is_in_app(&browser::agent());
        CameraError::of_missing(window().is_secure_context(), in_app)
    };
    let devices = window()
        .navigator()
        .media_devices()
        .map_err(|_| missing())?;
    if JsValue::from(&devices).is_undefined() {
        return Err(missing());
    }
    Ok(devices)
}

impl Camera {
    fn holding(stream: MediaStream) -> Self {
        let camera = Self { stream };
        count_live(camera.tracks().count());
        camera
    }

    /// Shows the picture in a `<video playsinline muted autoplay>`.
    pub fn attach(&self, video: &HtmlVideoElement) {
        // The attribute alone is not enough where the element was made by a script.
        video.set_muted(true);
        video.set_src_object(Some(&self.stream));
        if let Ok(playing) = video.play() {
            // A refusal to play shows as missing frames, which are watched for.
            wasm_bindgen_futures::spawn_local(async move {
                let _ = JsFuture::from(playing).await;
            });
        }
    }

    /// Whether the browser still delivers: false after the camera was unplugged.
    pub fn is_live(&self) -> bool {
        self.tracks()
            .any(|track| track.ready_state() == web_sys::MediaStreamTrackState::Live)
    }

    /// Which way this camera looks; computers do not know.
    pub fn facing(&self) -> Option<Facing> {
        match self.setting("facingMode")?.as_str() {
            "user" => Some(Facing::User),
            "environment" => Some(Facing::Environment),
            _ => None,
        }
    }

    /// What is needed to look for other cameras without holding this one.
    pub fn neighbours(&self) -> Neighbours {
        Neighbours {
            facing: self.facing(),
            device: self.setting("deviceId"),
        }
    }

    fn tracks(&self) -> impl Iterator<Item = MediaStreamTrack> {
        self.stream
            .get_tracks()
            .into_iter()
            .filter_map(|track| track.dyn_into().ok())
    }

    fn setting(&self, name: &str) -> Option<String> {
        let settings = self.tracks().next()?.get_settings();
        js_sys::Reflect::get(&settings, &name.into())
            .ok()?
            .as_string()
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        let mut stopped = 0;
        for track in self.tracks() {
            track.stop();
            stopped += 1;
        }
        discount_live(stopped);
    }
}

/// The cameras beside an open one.
pub struct Neighbours {
    facing: Option<Facing>,
    device: Option<String>,
}

impl Neighbours {
    /// The request that opens the next camera of this device, or `None` when there is only one.
    pub async fn next(self) -> Option<CameraRequest> {
        let known = list().await;
        if known.len() < 2 {
            return None;
        }
        if let Some(facing) = self.facing {
            return Some(CameraRequest::facing(facing.opposite()));
        }
        let device = next_of(&known, self.device.as_deref())?;
        Some(CameraRequest {
            facing: Facing::User,
            device: Some(device),
        })
    }
}

/// Identifiers of the cameras. Browsers name them only after the person has allowed one.
async fn list() -> Vec<String> {
    let Ok(devices) = devices() else {
        return Vec::new();
    };
    let Ok(promise) = devices.enumerate_devices() else {
        return Vec::new();
    };
    let Ok(found) = JsFuture::from(promise).await else {
        return Vec::new();
    };
    js_sys::Array::from(&found)
        .into_iter()
        .filter_map(|device| device.dyn_into::<MediaDeviceInfo>().ok())
        .filter(|device| device.kind() == MediaDeviceKind::Videoinput)
        .map(|device| device.device_id())
        .collect()
}

/// The identifier after `current`, round and round.
fn next_of(known: &[String], current: Option<&str>) -> Option<String> {
    let position = known.iter().position(|id| Some(id.as_str()) == current);
    known
        .get(position.map_or(0, |position| (position + 1) % known.len()))
        .cloned()
}

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

fn count_live(more: usize) {
    LIVE.set(LIVE.get() + more);
    show_live();
}

fn discount_live(fewer: usize) {
    LIVE.set(LIVE.get().saturating_sub(fewer));
    show_live();
}

fn show_live() {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-live-tracks", &LIVE.get().to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_camera_is_asked_for_by_name() {
        let any = CameraRequest::facing(Facing::Environment).constraints();
        assert_eq!(any["video"]["facingMode"]["ideal"], "environment");
        assert_eq!(any["video"]["width"]["ideal"], 1920);
        assert_eq!(any["audio"], false);
        let one = CameraRequest {
            facing: Facing::User,
            device: Some("b".to_owned()),
        };
        assert_eq!(one.constraints()["video"]["deviceId"]["exact"], "b");
        assert!(one.constraints()["video"].get("facingMode").is_none());
    }

    #[test]
    fn causes_are_told_apart() {
        let cause = CameraError::of_exception;
        assert_eq!(
            cause("NotAllowedError", false, false),
            CameraError::RefusedNow
        );
        assert_eq!(
            cause("NotAllowedError", true, false),
            CameraError::RefusedForever
        );
        assert_eq!(
            cause("NotAllowedError", true, true),
            CameraError::InAppBrowser
        );
        assert_eq!(cause("NotFoundError", false, true), CameraError::Absent);
        assert_eq!(cause("NotReadableError", false, false), CameraError::Busy);
        assert_eq!(cause("TypeError", false, false), CameraError::Other);
        assert_eq!(CameraError::of_missing(false, true), CameraError::Insecure);
        assert_eq!(
            CameraError::of_missing(true, true),
            CameraError::InAppBrowser
        );
        assert_eq!(
            CameraError::of_missing(true, false),
            CameraError::NotSupported
        );
    }

    #[test]
    fn switching_goes_round() {
        let known = ["a".to_owned(), "b".to_owned()];
        assert_eq!(next_of(&known, Some("a")).as_deref(), Some("b"));
        assert_eq!(next_of(&known, Some("b")).as_deref(), Some("a"));
        assert_eq!(next_of(&known, None).as_deref(), Some("a"));
        assert_eq!(next_of(&[], Some("a")), None);
    }
}
