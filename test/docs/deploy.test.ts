import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CronJob, Job } from 'kubernetes-models/batch/v1'
import { ConfigMap, PersistentVolumeClaim } from 'kubernetes-models/v1'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { parseProfile } from '../../src/profile/parse.ts'
import { startFakeRelay } from '../cli/fake-relay.ts'
import {
  finishedObservations,
  journalRecords,
  program,
  relaybench,
  root,
  temporaryFolder,
} from '../cli/harness.ts'

const read = (name: string): string => readFileSync(join(root, 'docs', 'deploy', name), 'utf8')
const manifests = parseAllDocuments(read('kubernetes.yaml')).map((document) => document.toJS())
const kinds = { ConfigMap, CronJob, Job, PersistentVolumeClaim } as const
const manifestOf = (kind: keyof typeof kinds) => manifests.find((each) => each.kind === kind)

describe('docs/deploy/kubernetes.yaml', () => {
  test('every manifest is one that the schemas of Kubernetes take', () => {
    expect(manifests.map(({ kind }) => kind)).toEqual([
      'ConfigMap',
      'PersistentVolumeClaim',
      'Job',
      'CronJob',
    ])
    for (const manifest of manifests) {
      const Kind = kinds[manifest.kind as keyof typeof kinds]
      expect(() => new Kind(manifest).validate(), manifest.kind).not.toThrow()
    }
    expect(() =>
      new Job({ ...manifestOf('Job'), spec: { completions: 'three' } as never }).validate(),
    ).toThrow()
  })

  test('its profile loads', () => {
    const env = { POLOAI_API_KEY: 'sk-0123456789', OPENAI_API_KEY: 'sk-9876543210' }
    const { profile } = parseProfile(manifestOf('ConfigMap').data['relays.yaml'], {
      file: 'relays.yaml',
      env,
    })
    expect(profile.relays).toHaveLength(2)
  })

  test('the command of the job, run as its pods would run it: three processes make the whole plan', async () => {
    const folder = temporaryFolder()
    const relay = await startFakeRelay()
    mkdirSync(join(folder, 'profile'))
    writeFileSync(
      join(folder, 'profile', 'relays.yaml'),
      JSON.stringify({
        relays: [{ name: 'good', base_url: relay.url, api_key_env: 'KEY' }],
        models: ['demo-mini'],
        load: { requests: 7, warmup: 0, seed: 7 },
        budget: { usd: 100 },
      }),
    )
    const { spec } = manifestOf('Job')
    const [container] = spec.template.spec.containers
    const [shell, ...flags] = container.command
    const own = container.args[0]
      .replace('npx --yes relaybench', `'${process.execPath}' '${program}'`)
      .replaceAll('/profile/', `${folder}/profile/`)
      .replaceAll('/results/', `${folder}/results/`)
    const codes = await Promise.all(
      Array.from({ length: spec.completions }, async (_, index) => {
        const child = spawn(shell, [...flags, own], {
          env: {
            PATH: process.env['PATH'],
            KEY: 'sk-0123456789',
            JOB_COMPLETION_INDEX: String(index),
            JOB_NAME: 'job',
            NODE_NAME: `node-${index}`,
          },
        })
        child.stdout.resume()
        const [code] = await once(child, 'close')
        return code
      }),
    )
    await relay.close()
    expect(codes).toEqual([0, 0, 0])
    const made = codes.flatMap((_, index) =>
      finishedObservations(journalRecords(join(folder, 'results', 'job', `part-${index}`))),
    )
    expect(made.map(({ probeId }) => probeId).sort()).toEqual([
      'r1.c1',
      'r2.c1',
      'r3.c1',
      'r4.c1',
      'r5.c1',
      'r6.c1',
      'r7.c1',
    ])
    const { stdout } = await relaybench(['merge', join(folder, 'results'), '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      reports: 3,
      vantages: [{ vantage: 'node-0' }, { vantage: 'node-1' }, { vantage: 'node-2' }],
    })
  })
})

test('docs/deploy/github-actions.yml: its commands and flags exist, and its jobs hang together', async () => {
  const workflow = parse(read('github-actions.yml'))
  expect(workflow.jobs.merge.needs).toBe('measure')
  const runs: string[] = [...workflow.jobs.measure.steps, ...workflow.jobs.merge.steps].flatMap(
    ({ run }) => run ?? [],
  )
  const commands = runs.flatMap((run) => [...run.matchAll(/npx relaybench (\w+) ([^\n]*)/g)])
  expect(commands.length).toBe(2)
  for (const [, command = '', rest = ''] of commands) {
    const { stdout } = await relaybench([command, '--help'])
    for (const [flag] of rest.matchAll(/--[a-z-]+/g)) expect(stdout, command).toContain(flag)
  }
})
