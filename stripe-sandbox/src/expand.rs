//! The `expand` parameter: ids in an answer replaced by the objects they name.

use serde_json::Value;

use crate::error::ApiError;
use crate::params::Params;
use crate::store::{Store, published};

const DEEPEST: usize = 4;

/// Replaces every id named by `expand[]` in `answer`; `data.` walks into a list.
///
/// # Errors
/// A path over four levels, or a member that cannot be expanded.
pub fn expand(store: &Store, params: &Params, answer: &mut Value) -> Result<(), ApiError> {
    for path in params.strings("expand") {
        let parts: Vec<&str> = path.split('.').collect();
        if parts.len() > DEEPEST {
            return Err(ApiError::invalid("You may expand at most four levels.").param("expand"));
        }
        walk(store, answer, &parts).ok_or_else(|| {
            ApiError::invalid(format!("This property cannot be expanded ({path}).")).param("expand")
        })?;
    }
    Ok(())
}

fn walk(store: &Store, node: &mut Value, parts: &[&str]) -> Option<()> {
    if let Value::Array(items) = node {
        return items.iter_mut().try_for_each(|item| walk(store, item, parts));
    }
    let Some((first, rest)) = parts.split_first() else { return Some(()) };
    if node.is_null() {
        return Some(());
    }
    let member = node.get_mut(*first)?;
    if let Some(id) = member.as_str() {
        *member = published(store.by_id(id)?);
    }
    if !(member.is_null() || member.is_object() || member.is_array()) {
        return None;
    }
    walk(store, member, rest)
}
