//! `/gallery`, in builds that have it; in others there is nothing at that address.

#[cfg(not(feature = "gallery"))]
pub use super::not_found::NotFoundPage as GalleryPage;
#[cfg(feature = "gallery")]
pub use crate::gallery::Gallery as GalleryPage;
