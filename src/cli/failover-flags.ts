import type { MeasureFlags } from './measure.ts'
import type { PolicyFlags } from './policy-flags.ts'

export interface FailoverFlags extends MeasureFlags, PolicyFlags {
  readonly live?: boolean
  readonly requests?: string
  readonly every?: string
  readonly out?: string
  readonly budget?: string
  readonly primary?: string
  readonly backup?: readonly string[]
  readonly search?: boolean
  readonly model?: string
  readonly format?: string
  readonly json?: boolean
}
