import type { MeasureFlags } from './measure.ts'

export interface FailoverFlags extends MeasureFlags {
  readonly live?: boolean
  readonly requests?: string
  readonly every?: string
  readonly out?: string
  readonly budget?: string
  readonly primary?: string
  readonly backup?: readonly string[]
  readonly search?: boolean
  readonly model?: string
  readonly attempts?: string
  readonly backoff?: string
  readonly connect?: string
  readonly firstToken?: string
  readonly idle?: string
  readonly total?: string
  readonly trip?: string
  readonly cooldown?: string
  readonly hedge?: string
  readonly format?: string
  readonly json?: boolean
}
