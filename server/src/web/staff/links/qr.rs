//! An address as a QR code, drawn and as a picture.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use qrcode::{Color, EcLevel, QrCode};

/// The white frame that a reader needs, in modules (`ISO/IEC 18004`, 9.1).
const QUIET: usize = 4;

/// Pixels of a module in the picture: sharp when printed two centimetres wide.
const SCALE: usize = 8;

pub struct Qr {
    width: usize,
    dark: Vec<bool>,
}

impl Qr {
    /// None when the address is too long for any code.
    pub fn of(address: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Self { width: code.width(), dark })
    }

    /// The whole side, frame included.
    fn side(&self) -> usize {
        self.width + 2 * QUIET
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        let at = |n: usize| n.checked_sub(QUIET).filter(|n| *n < self.width);
        at(x).zip(at(y)).is_some_and(|(x, y)| self.dark.get(y * self.width + x).copied().unwrap_or_default())
    }

    /// As SVG, with colours of its own: a code is read dark on light.
    pub fn svg(&self) -> String {
        let side = self.side();
        let mut path = String::new();
        for y in 0..side {
            for x in (0..side).filter(|x| self.is_dark(*x, y)) {
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"200\" height=\"200\" \
             role=\"img\" aria-label=\"QR\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
        )
    }

    /// As a picture of one bit a pixel.
    pub fn png_base64(&self) -> String {
        let pixels = self.side() * SCALE;
        let mut rows = Vec::with_capacity(pixels * pixels.div_ceil(8));
        for y in 0..pixels {
            for byte in 0..pixels.div_ceil(8) {
                let bit = |n: usize| {
                    let x = byte * 8 + n;
                    u8::from(x >= pixels || !self.is_dark(x / SCALE, y / SCALE)) << (7 - n)
                };
                rows.push((0..8).map(bit).sum::<u8>());
            }
        }
        let mut out = Vec::new();
        let side = u32::try_from(pixels).unwrap_or_default();
        let mut encoder = png::Encoder::new(&mut out, side, side);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        // Writing into memory does not fail.
        if let Ok(mut writer) = encoder.write_header() {
            let _ = writer.write_image_data(&rows);
        }
        STANDARD.encode(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str =
        "https://bills.example.com/l/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    #[test]
    fn the_picture_and_the_drawing_show_the_same_code() {
        let code = Qr::of(ADDRESS).unwrap();
        let png = STANDARD.decode(code.png_base64()).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let row = usize::try_from(info.width).unwrap().div_ceil(8);
        let dark =
            |x: usize, y: usize| pixels[y * SCALE * row + x * SCALE / 8] >> (7 - x * SCALE % 8) & 1 == 0;
        let svg = code.svg();
        for y in 0..code.side() {
            for x in 0..code.side() {
                assert_eq!(dark(x, y), svg.contains(&format!("M{x} {y}h1")), "{x} {y}");
            }
        }
        assert!(!dark(0, 0) && dark(QUIET, QUIET), "a frame of white, then the first finder");
    }
}
