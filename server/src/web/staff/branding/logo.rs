//! A logo, made anew from the picture that was given: what was hidden in the file stays behind,
//! and what is served is a small PNG whatever was sent.

use std::io::Cursor;

use billing::branding::Logo;
use image_webp::WebPDecoder;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// The most bytes of a logo: it travels inside a page's style sheet, which is to stay small on
/// an old phone.
const MOST: usize = 8 * 1024;

/// The most that a picture may have on a side: a small file can unfold into a huge one.
const SIDE: usize = 4_000;

/// A picture of four bytes a pixel: red, green, blue, and how much it covers.
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// None when it is no PNG, JPEG or WebP, by its content and not by its name, or is too large.
pub fn made_anew(bytes: &[u8]) -> Option<Logo> {
    let picture = match bytes {
        [0x89, b'P', b'N', b'G', ..] => png(bytes)?,
        [0xff, 0xd8, 0xff, ..] => jpeg(bytes)?,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(bytes)?,
        _ => return None,
    };
    // The largest that is small enough: drawn 40 pixels high, 96 are sharp on most screens.
    [96, 80, 64, 48, 40, 32, 24].into_iter().find_map(|height| {
        let small = picture.within(height * 5, height)?;
        let png = small.as_png()?;
        let side = |side: usize| u32::try_from(side).ok();
        (png.len() <= MOST).then_some(Logo { width: side(small.width)?, height: side(small.height)?, png })
    })
}

fn png(bytes: &[u8]) -> Option<Picture> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: 64 << 20 });
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = sides(reader.info().width, reader.info().height)?;
    let mut read = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut read).ok()?;
    let read = read.get(..info.buffer_size())?;
    let pixels = match info.color_type {
        png::ColorType::Rgba => read.to_vec(),
        png::ColorType::GrayscaleAlpha => {
            let (pairs, _) = read.as_chunks::<2>();
            pairs.iter().flat_map(|[grey, alpha]| [*grey, *grey, *grey, *alpha]).collect()
        }
        _ => return None,
    };
    Some(Picture { width, height, pixels })
}

fn jpeg(bytes: &[u8]) -> Option<Picture> {
    let options = DecoderOptions::default()
        .set_max_width(SIDE)
        .set_max_height(SIDE)
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let pixels = decoder.decode().ok()?;
    let (width, height) = decoder.dimensions()?;
    Some(Picture { width, height, pixels })
}

fn webp(bytes: &[u8]) -> Option<Picture> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).ok()?;
    decoder.set_memory_limit(64 << 20);
    let (width, height) = decoder.dimensions();
    let (width, height) = sides(width, height)?;
    let mut read = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut read).ok()?;
    let pixels = match decoder.has_alpha() {
        true => read,
        false => {
            let (triples, _) = read.as_chunks::<3>();
            triples.iter().flat_map(|[red, green, blue]| [*red, *green, *blue, 255]).collect()
        }
    };
    Some(Picture { width, height, pixels })
}

fn sides(width: u32, height: u32) -> Option<(usize, usize)> {
    let side = |side: u32| usize::try_from(side).ok().filter(|side| (1..=SIDE).contains(side));
    side(width).zip(side(height))
}

impl Picture {
    /// Smaller when it has to be, every pixel the mean of those that it covers; none when nothing
    /// is left of it, or it was read short.
    fn within(&self, width: usize, height: usize) -> Option<Self> {
        if self.pixels.len() != self.width * self.height * 4 {
            return None;
        }
        let (mut wide, mut high) = (self.width, self.height);
        if high > height {
            (wide, high) = (wide * height / high, height);
        }
        if wide > width {
            (wide, high) = (width, high * width / wide);
        }
        let mut pixels = Vec::with_capacity(wide * high * 4);
        for y in 0..high {
            for x in 0..wide {
                let rows =
                    y * self.height / high..((y + 1) * self.height / high).max(y * self.height / high + 1);
                let columns =
                    x * self.width / wide..((x + 1) * self.width / wide).max(x * self.width / wide + 1);
                pixels.extend(self.mean(rows, columns));
            }
        }
        (wide > 0 && high > 0).then_some(Self { width: wide, height: high, pixels })
    }

    /// Colours count by how much they cover.
    fn mean(&self, rows: std::ops::Range<usize>, columns: std::ops::Range<usize>) -> [u8; 4] {
        let (mut sums, mut alpha, mut count) = ([0_u64; 3], 0_u64, 0_u64);
        for row in rows {
            for column in columns.clone() {
                let at = (row * self.width + column) * 4;
                let Some([red, green, blue, covers]) = self.pixels.get(at..at + 4) else { continue };
                let covers = u64::from(*covers);
                for (sum, part) in sums.iter_mut().zip([red, green, blue]) {
                    *sum += u64::from(*part) * covers;
                }
                alpha += covers;
                count += 1;
            }
        }
        let byte = |sum: u64, of: u64| u8::try_from((sum + of / 2) / of.max(1)).unwrap_or(u8::MAX);
        let [red, green, blue] = sums.map(|sum| byte(sum, alpha));
        [red, green, blue, byte(alpha, count)]
    }

    fn as_png(&self) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut encoder =
            png::Encoder::new(&mut out, u32::try_from(self.width).ok()?, u32::try_from(self.height).ok()?);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&self.pixels).ok()?;
        writer.finish().ok()?;
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A WebP of 1 by 1 pixel, a lossless one of 2 by 1, and a JPEG of 8 by 8, all of one colour.
    const WEBP: &str = "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=";
    const LOSSLESS: &str = "UklGRh4AAABXRUJQVlA4TBEAAAAvAQAAEAdQjyLXo4CBiOh/AAA=";
    const JPEG: &str = concat!(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1",
        "tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk",
        "pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAIAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xA",
        "AUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABAX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oA",
        "DAMBAAIRAxEAPwCEAdYf/9k=",
    );

    fn noise(width: usize, height: usize) -> Picture {
        let pixels = (0..width * height * 4).map(|n| ((n * 7_919) ^ (n >> 3)) as u8).collect();
        Picture { width, height, pixels }
    }

    #[test]
    fn a_large_picture_becomes_a_small_png_without_what_was_behind_it() {
        let mut file = noise(900, 300).as_png().unwrap();
        assert!(file.len() > MOST);
        file.extend(b"<script>alert(1)</script>");
        let logo = made_anew(&file).unwrap();
        assert!(logo.png.len() <= MOST, "{}", logo.png.len());
        assert!(logo.png.starts_with(b"\x89PNG"));
        assert!(!logo.png.windows(8).any(|part| part == b"<script>"));
        assert!((24..=96).contains(&logo.height) && logo.width == logo.height * 3, "in its proportions");
    }

    #[test]
    fn one_colour_stays_that_colour_and_what_is_clear_stays_clear() {
        let pixels = [200, 30, 30, 255].repeat(300 * 150).into_iter().chain([9, 9, 9, 0].repeat(300 * 150));
        let logo =
            made_anew(&Picture { width: 300, height: 300, pixels: pixels.collect() }.as_png().unwrap());
        let small = png(&logo.unwrap().png).unwrap();
        assert_eq!(small.pixels[..4], [200, 30, 30, 255]);
        assert_eq!(small.pixels[small.pixels.len() - 1], 0);
    }

    #[test]
    fn a_webp_and_a_jpeg_are_read_and_what_is_no_picture_of_these_is_not() {
        use base64::Engine as _;
        let read =
            |text: &str| made_anew(&base64::engine::general_purpose::STANDARD.decode(text).unwrap()).unwrap();
        let sizes = [WEBP, LOSSLESS, JPEG].map(|text| (read(text).width, read(text).height));
        assert_eq!(sizes, [(1, 1), (2, 1), (8, 8)]);
        let seen = png(&read(JPEG).png).unwrap();
        assert!(seen.pixels.chunks(4).all(|pixel| pixel[0] > 180 && pixel[1] < 60 && pixel[3] == 255));
        let clear = png(&read(LOSSLESS).png).unwrap();
        assert_eq!(clear.pixels[3], 128, "what lets through goes on to");
        let svg: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        let broken = &noise(50, 50).as_png().unwrap()[..60];
        for bytes in [svg, b"", b"GIF89a", b"\xff\xd8\xff\xe0", broken] {
            assert!(made_anew(bytes).is_none());
        }
    }
}
