//! Where encrypted pictures lie: a folder, or S3. It sees only sealed bytes.

use std::sync::Arc;

use anyhow::Context;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};

use crate::config::Config;

/// The store of objects.
#[derive(Clone)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// What the settings name: `s3://bucket` (credentials from the usual AWS variables), a folder,
    /// or `files` in the data folder.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        if let Some(bucket) = config
            .files
            .as_deref()
            .and_then(|files| files.strip_prefix("s3://"))
        {
            let store = AmazonS3Builder::from_env()
                .with_bucket_name(bucket)
                .build()?;
            return Ok(Self(Arc::new(store)));
        }
        let folder = config
            .files
            .as_ref()
            .map_or_else(|| config.data.join("files"), Into::into);
        std::fs::create_dir_all(&folder).context("cannot make the folder for pictures")?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self(Arc::new(store)))
    }

    /// Stores sealed bytes.
    pub async fn put(&self, key: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
        self.0
            .put(&Path::from(key), PutPayload::from(bytes))
            .await
            .context("an object was not stored")?;
        Ok(())
    }

    /// Sealed bytes.
    pub async fn get(&self, key: &str) -> anyhow::Result<Vec<u8>> {
        let found = self
            .0
            .get(&Path::from(key))
            .await
            .context("an object is missing")?;
        Ok(found.bytes().await?.to_vec())
    }

    /// Removes an object; one that is gone already is fine.
    pub(super) async fn delete(&self, key: &str) -> anyhow::Result<()> {
        match self.0.delete(&Path::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
