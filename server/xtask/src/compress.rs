//! The smaller copies of a file that the server sends to browsers which take them.

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// Brotli as hard as it goes for a release; quickly while developing.
pub fn brotli(content: &[u8], release: bool) -> Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: if release { 11 } else { 5 },
        lgwin: 22,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

pub fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_goes_in_comes_out() {
        let text = "the same line again and again\n".repeat(200).into_bytes();
        for release in [true, false] {
            let small = brotli(&text, release).expect("brotli");
            let mut back = Vec::new();
            brotli::BrotliDecompress(&mut &small[..], &mut back).expect("valid brotli");
            assert!(small.len() < text.len() / 10);
            assert_eq!(back, text);
        }
        let mut back = Vec::new();
        let small = gzip(&text).expect("gzip");
        flate2::read::GzDecoder::new(&small[..])
            .read_to_end(&mut back)
            .expect("valid gzip");
        assert_eq!(back, text);
    }
}
