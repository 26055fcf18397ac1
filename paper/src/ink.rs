//! From pages to a PDF: draws each mark, ties it to its place in the tree, and lets krilla check the whole
//! against PDF/UA-1 as it is written.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, Tag, TagGroup, TagKind, TagTree,
};
use krilla::{Document, SerializeSettings};

use crate::PaperError;
use crate::look::{Colour, PAGE, Pt, SOFT};
use crate::piece::{Ink, Mark};
use crate::shape::Line;
use crate::tags::{NodeId, Role, Tree};

/// One statement, laid out.
pub(crate) struct Laid {
    /// What is on each page.
    pub pages: Vec<Vec<Mark>>,
    /// What it means.
    pub tree: Tree,
    /// What it is called in the document's outline.
    pub title: String,
}

/// A PDF being written.
pub(crate) struct Press {
    document: Document,
    tags: TagTree,
    outline: Outline,
    pages: usize,
}

/// A corner of a circle as a curve: how far its handles reach.
const ROUND: Pt = 0.5523;

impl Press {
    /// An empty document.
    ///
    /// # Errors
    /// [`PaperError::Standard`] when krilla cannot write PDF/UA-1.
    pub(crate) fn new() -> Result<Self, PaperError> {
        let configuration = ConfigurationBuilder::new()
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .map_err(|error| PaperError::Standard(format!("{error:?}")))?;
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        let document = Document::new_with(settings);
        Ok(Self { document, tags: TagTree::new(), outline: Outline::new(), pages: 0 })
    }

    /// How many pages there are so far.
    pub(crate) fn pages(&self) -> usize {
        self.pages
    }

    /// Writes a statement's pages.
    pub(crate) fn print(&mut self, laid: Laid) {
        let mut leaves: Vec<Vec<Identifier>> = laid.tree.0.iter().map(|_| Vec::new()).collect();
        let mut places: Vec<Option<(usize, Pt)>> = vec![None; laid.tree.0.len()];
        let first = self.pages;
        for marks in laid.pages {
            for mark in &marks {
                if let Some(place) = mark.node.and_then(|node| places.get_mut(node.0)) {
                    place.get_or_insert((self.pages, mark.y));
                }
            }
            self.page(&marks, &mut leaves);
        }
        self.list(&laid.tree, &laid.title, first, &places);
        if let Some(group) = group(&laid.tree, Tree::ROOT, &mut leaves) {
            self.tags.push(group);
        }
    }

    /// Writes an empty page: the back of a sheet that has none.
    pub(crate) fn blank(&mut self) {
        self.page(&[], &mut []);
    }

    fn page(&mut self, marks: &[Mark], leaves: &mut [Vec<Identifier>]) {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).unwrap_or_default();
        let mut page = self.document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks.iter().filter(|mark| !matches!(mark.ink, Ink::Link { .. })) {
            let drawn = draw(&mut surface, mark);
            if let Some(leaves) = mark.node.and_then(|node| leaves.get_mut(node.0)) {
                leaves.extend(drawn);
            }
        }
        surface.finish();
        for mark in marks {
            let Ink::Link { width, height, address, says } = &mark.ink else { continue };
            let Some(area) = Rect::from_xywh(mark.x, mark.y, *width, *height) else { continue };
            let target = Target::Action(Action::Link(LinkAction::new(address.clone())));
            let link = Annotation::new_link(LinkAnnotation::new(area, target), Some(says.clone()));
            let leaf = page.add_tagged_annotation(link);
            if let Some(leaves) = mark.node.and_then(|node| leaves.get_mut(node.0)) {
                leaves.push(leaf);
            }
        }
        page.finish();
        self.pages += 1;
    }

    /// Lists a statement's headings in the outline, under its title.
    fn list(&mut self, tree: &Tree, title: &str, first: usize, places: &[Option<(usize, Pt)>]) {
        let at = |page, y: Pt| XyzDestination::new(page, Point::from_xy(0.0, (y - 24.0).max(0.0)));
        let mut whole = OutlineNode::new(title.to_owned(), at(first, 0.0)).with_open(true);
        for (node, place) in tree.0.iter().zip(places) {
            if let (Role::Heading(2 | 3, title), Some((page, y))) = (&node.role, place) {
                whole.push_child(OutlineNode::new(title.clone(), at(*page, *y)));
            }
        }
        self.outline.push_child(whole);
    }

    /// The document's bytes.
    ///
    /// # Errors
    /// [`PaperError::Standard`] when it is not PDF/UA-1, with what krilla found.
    pub(crate) fn finish(
        mut self,
        title: String,
        author: String,
        language: &str,
    ) -> Result<Vec<u8>, PaperError> {
        let metadata = Metadata::new()
            .title(title)
            .authors(vec![author])
            .language(language.to_owned())
            .creator("openbalance".to_owned());
        self.document.set_metadata(metadata);
        self.document.set_outline(self.outline);
        self.document.set_tag_tree(self.tags.with_lang(Some(language.to_owned())));
        self.document.finish().map_err(|error| PaperError::Standard(format!("{error:?}")))
    }
}

fn group(tree: &Tree, id: NodeId, leaves: &mut [Vec<Identifier>]) -> Option<TagGroup> {
    let node = tree.0.get(id.0)?;
    let mut group = TagGroup::new(kind(&node.role));
    for leaf in leaves.get_mut(id.0).map(std::mem::take).unwrap_or_default() {
        group.push(leaf);
    }
    for child in &node.children {
        if let Some(child) = self::group(tree, *child, leaves) {
            group.push(child);
        }
    }
    Some(group)
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Part(language) => Tag::Part.with_lang(Some((*language).to_owned())).into(),
        Role::Section => Tag::Section.into(),
        Role::Heading(level, title) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Foreign(language) => Tag::P.with_lang(Some((*language).to_owned())).into(),
        Role::Table => Tag::Table.into(),
        Role::Head => Tag::THead.into(),
        Role::Body => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::Header(scope, 1) => Tag::TH(*scope).into(),
        Role::Header(scope, span) => Tag::TH(*scope).with_col_span(NonZeroU32::new(*span)).into(),
        Role::Cell => Tag::TD.into(),
        Role::List => Tag::L(ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::ItemBody => Tag::LBody.into(),
        Role::Figure(says) => Tag::Figure(Some(says.clone())).into(),
        Role::Link => Tag::Link.into(),
    }
}

/// Draws a mark as what it is, and says what is to be read of it, in the order in which it is read.
fn draw(surface: &mut Surface<'_>, mark: &Mark) -> Vec<Identifier> {
    if let Ink::Text(line, size, colour) = &mark.ink {
        surface.set_fill(Some(paint(*colour)));
        surface.set_stroke(None);
        return write(surface, mark, line, *size);
    }
    let leaf = surface.start_tagged(match mark.node {
        Some(_) => ContentTag::Other,
        None => DECORATION,
    });
    show_shape(surface, mark);
    surface.end_tagged();
    vec![leaf]
}

/// What is there for the eye alone.
const DECORATION: ContentTag<'static> =
    ContentTag::Artifact(Artifact { kind: ArtifactType::Layout, bbox: None });

/// Writes a line. What runs from the right is a part of its own: its signs stand in the order in which they are
/// seen, which krilla marks, and the parts are read in the order of the text.
fn write(surface: &mut Surface<'_>, mark: &Mark, line: &Line, size: Pt) -> Vec<Identifier> {
    let mut x = mark.x;
    let mut leaves = Vec::new();
    for run in line.runs.chunk_by(|one, next| !one.from_right && !next.from_right) {
        let Some(first) = run.first() else { continue };
        let leaf = surface.start_tagged(match mark.node {
            Some(_) => ContentTag::Span(SpanTag::empty()),
            None => DECORATION,
        });
        for run in run {
            let start = Point::from_xy(x, mark.y);
            surface.draw_glyphs(start, &run.glyphs, run.face.clone(), &run.text, size, false);
            x += run.width * size;
        }
        surface.end_tagged();
        leaves.push((first.order, leaf));
    }
    leaves.sort_by_key(|(order, _)| *order);
    leaves.into_iter().map(|(_, leaf)| leaf).collect()
}

fn show_shape(surface: &mut Surface<'_>, mark: &Mark) {
    let (x, y) = (mark.x, mark.y);
    match &mark.ink {
        Ink::Fill { width, height, radius, colour } => {
            let shape = rounded(x, y, *width, *height, *radius);
            show(surface, shape, Some(paint(*colour)), None);
        }
        Ink::Frame { width, height, radius } => {
            show(surface, rounded(x, y, *width, *height, *radius), None, Some(pen(SOFT, 0.75, None)));
        }
        Ink::Dashes(length) => {
            let mut path = PathBuilder::new();
            path.move_to(x, y);
            path.line_to(x + length, y);
            let dash = StrokeDash { array: vec![3.0, 3.0], offset: 0.0 };
            show(surface, path.finish(), None, Some(pen(SOFT, 0.5, Some(dash))));
        }
        Ink::Squares(places, side) => {
            let mut path = PathBuilder::new();
            for (dx, dy) in places {
                if let Some(square) = Rect::from_xywh(x + dx, y + dy, *side, *side) {
                    path.push_rect(square);
                }
            }
            show(surface, path.finish(), Some(paint(Colour(0, 0, 0))), None);
        }
        Ink::Text(..) | Ink::Link { .. } => {}
    }
}

fn show(surface: &mut Surface<'_>, path: Option<Path>, fill: Option<Fill>, stroke: Option<Stroke>) {
    surface.set_fill(fill);
    surface.set_stroke(stroke);
    if let Some(path) = path {
        surface.draw_path(&path);
    }
}

fn paint(Colour(red, green, blue): Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn pen(Colour(red, green, blue): Colour, width: Pt, dash: Option<StrokeDash>) -> Stroke {
    Stroke { paint: rgb::Color::new(red, green, blue).into(), width, dash, ..Stroke::default() }
}

fn rounded(x: Pt, y: Pt, width: Pt, height: Pt, radius: Pt) -> Option<Path> {
    let mut path = PathBuilder::new();
    let radius = radius.min(width / 2.0).min(height / 2.0);
    if radius <= 0.0 {
        path.push_rect(Rect::from_xywh(x, y, width, height)?);
        return path.finish();
    }
    let (right, bottom, handle) = (x + width, y + height, radius * (1.0 - ROUND));
    path.move_to(x + radius, y);
    path.line_to(right - radius, y);
    path.cubic_to(right - handle, y, right, y + handle, right, y + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - handle, right - handle, bottom, right - radius, bottom);
    path.line_to(x + radius, bottom);
    path.cubic_to(x + handle, bottom, x, bottom - handle, x, bottom - radius);
    path.line_to(x, y + radius);
    path.cubic_to(x, y + handle, x + handle, y, x + radius, y);
    path.close();
    path.finish()
}
