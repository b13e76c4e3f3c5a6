/* One mistake with ownership behind each name; `run` compiles them one by one. */
#include "runtime/runtime.h"

int use(struct runtime *rt, struct object *list, struct object *holder, struct object **slot);

int use(struct runtime *rt, struct object *list, struct object *holder, struct object **slot)
{
    runtime_owned mine = runtime_list_new(rt);
#ifdef a_borrowed_item_is_released
    runtime_release(rt, runtime_list_get(list, 0));
#endif
#ifdef a_borrowed_value_is_stored_in_a_slot
    runtime_set(rt, holder, slot, runtime_dict_get(rt, holder, "key"));
#endif
#ifdef a_parameter_is_given_away
    runtime_set(rt, holder, slot, list);
#endif
#ifdef a_new_object_is_appended_and_forgotten
    runtime_list_append(rt, list, runtime_int_new(rt, 5));
#endif
#ifdef a_new_object_is_kept_as_a_borrowed_one
    struct object *kept = runtime_text_new(rt, "text");
    runtime_list_append(rt, list, kept);
#endif
#ifdef a_hold_of_a_hold_is_forgotten
    runtime_set(rt, holder, slot, runtime_hold(rt, runtime_hold(rt, list)));
#endif
#ifdef none_is_stored_without_a_hold
    runtime_set(rt, holder, slot, runtime_none());
#endif
    runtime_list_append(rt, list, runtime_borrow(mine));
    runtime_set(rt, holder, slot, runtime_hold(rt, list));
    runtime_set(rt, holder, slot, RUNTIME_NOTHING);
    runtime_release(rt, mine);
    return 0;
}
