import type { Cell, Plan } from './plan.ts'

/**
 * Makes something once for every cell of every plan, and forgets it with the plan.
 * @param make what follows from plan, shape and cell alone
 */
export function oncePerCell<Shape, Made>(
  make: (plan: Plan, shape: Shape, cell: Cell) => Made,
): (plan: Plan, shape: Shape, cell: Cell) => Made {
  const known = new WeakMap<Plan, Map<string, { readonly made: Made }>>()
  return (plan, shape, cell) => {
    const ofPlan = known.get(plan) ?? new Map<string, { readonly made: Made }>()
    known.set(plan, ofPlan)
    const found = ofPlan.get(cell.id) ?? { made: make(plan, shape, cell) }
    ofPlan.set(cell.id, found)
    return found.made
  }
}
