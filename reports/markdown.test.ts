import { describe, expect, it } from 'vitest';
import { renderMarkdown } from './markdown.ts';
import {
  crowd,
  cycle,
  daemon,
  deadlock,
  hostile,
  itRenders,
  leftover,
  race,
  reuse,
  wait,
} from './renderer.contract.ts';
import type { Report } from './report.ts';

/** The lines of the first fenced block in this language. */
function block(language: string, report: Report): string[] | undefined {
  const lines = renderMarkdown(report).split('\n');
  const start = lines.findIndex((line) => line.endsWith(`\`\`\`${language}`));
  if (start < 0) return undefined;
  const fence = lines[start]!.slice(0, -language.length);
  return lines.slice(start + 1, lines.indexOf(fence, start));
}

describe('the Markdown report', () => {
  itRenders(renderMarkdown);

  it('draws the daemon as a sequence diagram, with the break on red ground', () => {
    expect(block('mermaid', daemon())).toEqual([
      'sequenceDiagram',
      '  participant x0 as p0 (mm0)',
      '  participant x1 as p1 (mm1)',
      '  participant x2 as d0',
      '  participant x3 as PASIDs',
      '  x0->>x2: 1. open d0 -> f0',
      '  x2-->>x0: PASID 1',
      '  Note over x2: entry 1 → mm0',
      '  Note over x3: PASID 1 → mm0',
      '  x0->>x1: 2. fork -> p1',
      '  x0->>x0: 3. exit',
      '  Note over x2: entry 1 → mm0, quiet',
      '  Note over x3: PASID 1 → free (should be mm0)',
      '  Note over x0,x3: breaks no-reuse-while-referenced, pasid-stability',
      '  rect rgba(255, 0, 0, 0.15)',
      '    x1->>x2: 4. open d0 -> f1',
      '    x2-->>x1: PASID 1',
      '    Note over x3: PASID 1 → mm1',
      '    Note over x0,x3: breaks pasid-uniqueness',
      '  end',
    ]);
  });

  it('shows the same as a table', () => {
    expect(renderMarkdown(daemon())).toContain(
      [
        '|  | step | p0 (mm0) | p1 (mm1) | d0 entry 1 | PASID 1 |',
        '| --- | --- | --- | --- | --- | --- |',
        '|  | 1 | `open d0 -> f0: PASID 1` |  | mm0 | mm0 |',
        '|  | 2 | `fork -> p1` |  | \\| | \\| |',
        '| ! | 3 | `exit` |  | mm0, quiet | free != mm0 |',
        '| \\* | 4 |  | `open d0 -> f1: PASID 1` | mm0, quiet | mm1 |',
      ].join('\n'),
    );
  });

  it('draws who has not returned as active, with a note where', () => {
    expect(block('mermaid', race())!.slice(4)).toEqual([
      '  x0->>x1: 1. open d0 -> f0',
      '  activate x0',
      '  Note over x0: stops at uacce_fops_open#58; bound, not yet listed',
      '  Note over x1: entry 1 → mm0',
      '  Note over x2: PASID 1 → mm0',
      '  rect rgba(255, 0, 0, 0.15)',
      '    x1->>x1: 2. hotplug remove',
      '    Note over x1: entry 1 → absent',
      '    Note over x0,x2: breaks no-splat',
      '  end',
      '  x0->>x1: 3. continues open',
      '  x1-->>x0: PASID 1',
      '  deactivate x0',
    ]);
  });

  it('ends in the diagram what never ends, so that its bar is drawn', () => {
    const lines = block('mermaid', deadlock())!.map((line) => line.trim());
    expect(lines.filter((line) => line.startsWith('activate '))).toEqual(['activate x2']);
    expect(lines.at(-1)).toBe('deactivate x2');
  });

  it('shows in the table who is in the midst of a command, and under it where', () => {
    expect(renderMarkdown(race())).toContain(
      [
        '|  | 1 | `open d0 -> f0 ... (1)` |  | mm0 | mm0 |',
        '| \\* | 2 | : | `hotplug remove` | absent | mm0 |',
        '|  | 3 | `continues open: PASID 1` |  |  | \\| |',
        '',
        '- (1): stops at uacce\\_fops\\_open: bound, not yet listed',
      ].join('\n'),
    );
    expect(renderMarkdown(wait())).toContain('\n| \\* | 7+ |');
  });

  it('shows the table alone above 40 steps', () => {
    const report = daemon();
    const idle = report.history[1]!;
    const longer = (n: number): Report => ({
      ...report,
      history: [...report.history, ...Array.from({ length: n }, () => idle)],
    });
    expect(block('mermaid', longer(36))).toBeDefined();
    expect(block('mermaid', longer(37))).toBeUndefined();
    expect(renderMarkdown(longer(37))).toContain('| step |');
  });

  it('shows both changes as patches', () => {
    expect(block('diff', daemon())![0]).toBe('- p1: mm1, open f0');
  });

  it('ends its table at rest when the law is broken there', () => {
    expect(renderMarkdown(leftover())).toContain(
      '\n| \\* | at rest |  | mm0, quiet != absent |  |\n',
    );
    expect(block('mermaid', leftover())).toContain('    Note over x0,x2: at rest');
  });

  it('fences what contains a fence', () => {
    const replay = 'echo ```` | sh';
    expect(block('sh', { ...daemon(), replay })).toEqual([replay]);
  });
});

/** What stands behind the colon of each message and note. */
function messages(report: Report): string[] {
  return block('mermaid', report)!.flatMap((line) => {
    const at = line.indexOf(': ');
    return at < 0 ? [] : [line.slice(at + 2)];
  });
}

describe('a Mermaid message', () => {
  it.each(Object.entries({ daemon, leftover, reuse, cycle, crowd, race, wait, deadlock, hostile }))(
    'has no sign that means something to Mermaid but in entity codes: %s',
    (_name, report) => {
      for (const message of messages(report()))
        expect(message.replaceAll(/#\d+;/g, '')).not.toMatch(/[#;:%$<&\\]|\bend\b/);
    },
  );

  it('writes such a sign as an entity code', () => {
    const report = daemon();
    const history = report.history.map((moment) => ({ ...moment, answer: 'no: #1; 5% <end>' }));
    expect(messages({ ...report, history })[1]).toBe('no#58; #35;1#59; 5#37; #60;#101;nd>');
  });
});
