//! The page's side of the vision worker: starts it, hands it one picture at a time, takes answers.
//!
//! Messages are those of `vision::protocol`. Nothing here judges or times anything; a worker that
//! does not start only means that nobody gives advice.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::*;
use vision::protocol::{Answer, Mode, Part, Request, Verdict};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ImageBitmap, MessageEvent, Worker};

use crate::device::prefetch::VisionFiles;

/// How far the worker has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// Being fetched and started.
    Starting,
    /// Documents can be judged.
    Documents,
    /// Faces can be judged too.
    Faces,
    /// It will not judge anything.
    Failed,
}

/// The analysis of a page: one worker, ended with the page.
#[derive(Clone, Copy)]
pub struct Analysis {
    /// How far the worker has come.
    pub progress: ReadSignal<Progress>,
    set_progress: WriteSignal<Progress>,
    worker: StoredValue<Option<Rc<ImageWorker>>, LocalStorage>,
}

impl Analysis {
    /// Starts the worker in the background.
    pub fn start() -> Self {
        let (progress, set_progress) = signal(Progress::Starting);
        let analysis = Self {
            progress,
            set_progress,
            worker: StoredValue::new_local(None),
        };
        spawn_local(async move {
            let started = match VisionFiles::list().await {
                Some(files) => ImageWorker::start(&files, move |answer| analysis.note(answer)),
                None => None,
            };
            if started.is_none() {
                let _ = analysis.set_progress.try_set(Progress::Failed);
            }
            // When the page has gone meanwhile, the worker comes back here and is ended.
            drop(analysis.worker.try_set_value(started.map(Rc::new)));
        });
        on_cleanup(move || {
            let _ = analysis.worker.try_update_value(|worker| *worker = None);
        });
        analysis
    }

    /// Whether such a picture can be judged already.
    pub fn can_judge(self, mode: Mode) -> bool {
        match (mode, self.progress.try_get_untracked()) {
            (Mode::Face | Mode::Movement, Some(progress)) => progress == Progress::Faces,
            (Mode::Document { .. }, Some(progress)) => {
                matches!(progress, Progress::Documents | Progress::Faces)
            }
            (_, None) => false,
        }
    }

    /// Judges one picture; `None` when it could not be judged, or another one is being looked at.
    pub async fn judge(self, bitmap: ImageBitmap, mode: Mode) -> Option<Verdict> {
        let worker = self.worker.try_get_value().flatten();
        let Some(worker) = worker else {
            bitmap.close();
            return None;
        };
        worker.judge(bitmap, mode).await
    }

    fn note(self, answer: &Answer) {
        let progress = match answer {
            Answer::Ready => Progress::Documents,
            Answer::Loaded {
                part: Part::Detector,
            } => Progress::Faces,
            Answer::Failed {
                part: Part::Program | Part::Detector,
                cause,
            } => {
                leptos::logging::warn!("picture analysis: {cause}");
                Progress::Failed
            }
            _ => return,
        };
        let _ = self.set_progress.try_set(progress);
    }
}

type Receive = Closure<dyn FnMut(MessageEvent)>;
type Fail = Closure<dyn FnMut(web_sys::Event)>;

/// A running worker. Dropping it ends it.
struct ImageWorker {
    worker: Worker,
    waiting: Rc<Waiting>,
    next: Cell<u32>,
    // Kept because the browser calls them for as long as the worker lives.
    _receive: Receive,
    _fail: Fail,
}

/// The picture in flight: its number, and what to call with the answer.
#[derive(Default)]
struct Waiting(RefCell<Option<(u32, Function)>>);

impl Waiting {
    fn resolve(&self, id: Option<u32>, value: &JsValue) {
        let resolve = {
            let mut place = self.0.borrow_mut();
            let fits = place
                .as_ref()
                .is_some_and(|(waiting, _)| id.is_none_or(|id| id == *waiting));
            if fits { place.take() } else { None }
        };
        if let Some((_, resolve)) = resolve {
            let _ = resolve.call1(&JsValue::UNDEFINED, value);
        }
    }
}

impl ImageWorker {
    fn start(files: &VisionFiles, on_answer: impl Fn(&Answer) + 'static) -> Option<Self> {
        let worker = Worker::new(&files.worker).ok()?;
        let waiting = Rc::new(Waiting::default());
        let on_answer = Rc::new(on_answer);
        let receive = Receive::new({
            let (waiting, on_answer) = (Rc::clone(&waiting), Rc::clone(&on_answer));
            move |event: MessageEvent| {
                let data = event.data();
                let Some(text) = data.as_string() else { return };
                match serde_json::from_str(&text) {
                    Ok(Answer::Verdict { id, .. }) => waiting.resolve(Some(id), &data),
                    Ok(Answer::Skipped { id }) => waiting.resolve(Some(id), &JsValue::NULL),
                    Ok(answer) => on_answer(&answer),
                    Err(_) => {}
                }
            }
        });
        let fail = Fail::new({
            let waiting = Rc::clone(&waiting);
            move |_| {
                waiting.resolve(None, &JsValue::NULL);
                let cause = "the worker has stopped".to_owned();
                on_answer(&Answer::Failed {
                    part: Part::Program,
                    cause,
                });
            }
        });
        worker.set_onmessage(Some(receive.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        let started = Self {
            worker,
            waiting,
            next: Cell::new(0),
            _receive: receive,
            _fail: fail,
        };
        let load = Request::Load {
            wasm_url: files.wasm.clone(),
            detector_url: files.detector.clone(),
            landmarks_url: files.landmarks.clone(),
        };
        started.post(&load, None).then_some(started)
    }

    async fn judge(&self, bitmap: ImageBitmap, mode: Mode) -> Option<Verdict> {
        if self.waiting.0.borrow().is_some() {
            bitmap.close();
            return None;
        }
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        let answer = Promise::new(&mut |resolve, _| {
            *self.waiting.0.borrow_mut() = Some((id, resolve));
        });
        if !self.post(&Request::Frame { id, mode }, Some(&bitmap)) {
            self.waiting.resolve(None, &JsValue::NULL);
        }
        let text = JsFuture::from(answer).await.ok()?.as_string()?;
        match serde_json::from_str(&text).ok()? {
            Answer::Verdict { verdict, .. } => Some(verdict),
            _ => None,
        }
    }

    fn post(&self, request: &Request, bitmap: Option<&ImageBitmap>) -> bool {
        let Ok(message) = serde_json::to_string(request) else {
            return false;
        };
        let (data, transferred) = (Object::new(), Array::new());
        let mut whole = Reflect::set(&data, &"message".into(), &message.into()).is_ok();
        if let Some(bitmap) = bitmap {
            whole &= Reflect::set(&data, &"bitmap".into(), bitmap).is_ok();
            transferred.push(bitmap);
        }
        whole
            && self
                .worker
                .post_message_with_transfer(&data, &transferred)
                .is_ok()
    }
}

impl Drop for ImageWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
        self.waiting.resolve(None, &JsValue::NULL);
    }
}
