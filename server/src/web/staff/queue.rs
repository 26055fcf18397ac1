//! What the desk's queues have in common: their filters, as they stand in the address.

use billing::db::Tx;
use billing::disputes::desk::{Order, Whose};
use billing::identity::people;
use domain::access::Permission;
use domain::business_days::after;
use domain::{PracticeId, UserId};
use time::Date;

use crate::web::answer::Fail;
use crate::web::session::Staff;

/// Whose.
pub fn whose(word: &str, staff: &Staff) -> Whose {
    match word {
        "me" => Whose::User(staff.user.id),
        "nobody" => Whose::Nobody,
        id => id.parse().map_or(Whose::Any, Whose::User),
    }
}

/// Before which day something has to be done; `soon` is in so many business days.
pub fn before(word: &str, today: Date, soon: u32) -> Option<Date> {
    match word {
        "late" => Some(today),
        "soon" => after(today, soon).next_day(),
        _ => None,
    }
}

/// In which order.
pub fn order(word: &str) -> Order {
    match word {
        "oldest" => Order::Oldest,
        "amount" => Order::Amount,
        _ => Order::Deadline,
    }
}

/// The words of an address, without those that say nothing.
pub fn query(words: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(words.iter().filter(|(_, value)| !value.is_empty()));
    query.finish()
}

/// Who of the staff works on it, by name.
pub async fn workers(
    tx: &mut Tx,
    practice: PracticeId,
    permission: Permission,
) -> Result<Vec<(UserId, String)>, Fail> {
    let members = people::of_practice(tx, practice).await?.into_iter();
    let members = members.filter(|member| member.role.may(permission));
    Ok(members.map(|member| (member.user_id, member.name)).collect())
}
