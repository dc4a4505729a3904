/** What the page of the kit draws of each module of `ui/`, by the module's name. `at` keeps ids apart. */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Badge } from "../../ui/Badge.tsx";
import { SyntheticBadge } from "../../components/terms/SyntheticBadge.tsx";
import { Button, ButtonLink, type ButtonSize, type ButtonVariant } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Checkbox, Switch } from "../../ui/Checkbox.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import {
  Field,
  FieldError,
  NumberField,
  SearchBox,
  SelectField,
  TextField,
} from "../../ui/Field.tsx";
import { FieldGroup } from "../../ui/FieldGroup.tsx";
import { CheckSegments, RadioSegments } from "../../ui/FormSegments.tsx";
import { Grip } from "../../ui/Grip.tsx";
import { Icon, type IconName } from "../../ui/Icon.tsx";
import { ICONS, STILL_ICONS } from "../../ui/icons.ts";
import { InlineEdit } from "../../ui/InlineEdit.tsx";
import { ListPicker } from "../../ui/ListPicker.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { NumberBox, NumberMessage } from "../../ui/NumberBox.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { Segments } from "../../ui/Segments.tsx";
import { Select } from "../../ui/Select.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { SortHead, TableScroll } from "../../ui/Table.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { TextButton } from "../../ui/TextButton.tsx";
import { Time } from "../../ui/Time.tsx";
import { Tip } from "../../ui/Tip.tsx";
import { Toasts } from "../../ui/Toast.tsx";
import { ToastBox } from "../../ui/ToastBox.tsx";
import { cx } from "../../ui/cx.ts";
import fieldStyles from "../../ui/Field.module.css.ts";
import surfacesStyles from "../../ui/surfaces.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";
import toneStyles from "../../ui/tone.module.css.ts";

const VARIANTS: readonly ButtonVariant[] = ["primary", "secondary", "ghost", "danger"];
const SIZES: readonly ButtonSize[] = ["xs", "sm", "compact", "md", "lg"];
const OPTIONS = [
  { value: "1h", label: "1h" },
  { value: "4h", label: "4h" },
  { value: "1d", label: "1d", disabled: true },
];
const nothing = () => {};

/** Side by side, on as many lines as they need. */
function Row({ children }: { readonly children: ComponentChildren }) {
  return (
    <div style={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px" }}>
      {children}
    </div>
  );
}

export const KIT_PARTS: Readonly<Record<string, (at: string) => ComponentChildren>> = {
  Badge: () => (
    <Row>
      <Badge>neutral</Badge>
      <Badge tone="accent">accent</Badge>
      <Badge tone="gain">gain</Badge>
      <Badge tone="loss">loss</Badge>
      <Badge tone="caution">caution</Badge>
      <SyntheticBadge />
    </Row>
  ),
  Button: () => (
    <>
      {SIZES.map((size) => (
        <Row key={size}>
          {VARIANTS.map((variant) => (
            <Button key={variant} variant={variant} size={size}>{variant} {size}</Button>
          ))}
          <Button size={size} icon="copy" aria-label="Copy" />
          <Button size={size} variant="ghost" icon="close" aria-label="Close" />
        </Row>
      ))}
      <Row>
        <Button icon="play">With an icon</Button>
        <Button iconAfter="chevron-down">Icon after</Button>
        <Button disabled>Disabled</Button>
        <Button variant="primary" disabled>Disabled</Button>
        <Button busy>Busy</Button>
        <Button icon="search" variant="ghost" aria-pressed aria-label="On" />
        <ButtonLink href="#button" icon="open">A link</ButtonLink>
      </Row>
    </>
  ),
  Card: (at) => (
    <Card id={`card-${at}`} title="A card" actions={<Button size="sm">An action</Button>}>
      What it holds.
    </Card>
  ),
  Checkbox: () => (
    <>
      <Row>
        <Checkbox aria-label="Off" />
        <Checkbox aria-label="On" checked />
        <Checkbox aria-label="Disabled" disabled />
      </Row>
      <Checkbox checked>With words beside it</Checkbox>
      <Switch>
        <b>Off</b>
      </Switch>
      <Switch checked>
        <b>On</b>
        <span>With a sentence below.</span>
      </Switch>
    </>
  ),
  Dialog: () => (
    <Dialog
      open
      inPage
      title="A question?"
      onClose={nothing}
      footer={
        <>
          <Button>Keep it</Button>
          <Button variant="danger">Delete</Button>
        </>
      }
    >
      <p>What happens, and whether it can be undone.</p>
    </Dialog>
  ),
  EmptyState: () => (
    <EmptyState icon="blocks" title="Nothing yet" actions={<Button>The first step</Button>}>
      What this place is for.
    </EmptyState>
  ),
  Field: (at) => (
    <>
      <TextField id={`text-${at}`} label="Text" hint="A hint." value="Typed" />
      <TextField id={`wrong-${at}`} label="Wrong" error="What is wrong." value="?" />
      <TextField id={`off-${at}`} label="Disabled" value="Fixed" disabled />
      <NumberField id={`number-${at}`} label="Number" unit="%" value="0.1" />
      <NumberField
        id={`remark-${at}`}
        label="Number with a remark"
        unit="USDT"
        value="1,500"
        remark="Read as 1500."
      />
      <NumberField id={`refused-${at}`} label="Wrong number" value="x" error="Enter a number." />
      <SelectField id={`select-${at}`} label="List" value="4h" options={OPTIONS} />
      <Field id={`own-${at}`} label="Another control">
        {(control) => <textarea class={fieldStyles.input} {...control}>Several lines</textarea>}
      </Field>
      <FieldError message="What is wrong, by itself." />
      <SearchBox label="Search" placeholder="Name, asset or timeframe" />
      <SearchBox label="Search with a key" value="rsi">
        <kbd>/</kbd>
      </SearchBox>
    </>
  ),
  FieldGroup: () => (
    <FieldGroup
      label="Timeframe"
      aside={<Button variant="ghost" size="xs" icon="restore" aria-label="Timeframe: reset" />}
      hint="Several controls under one label."
    >
      {({ labelId }) => (
        <RadioSegments labelledBy={labelId} options={OPTIONS} value="4h" onChange={nothing} />
      )}
    </FieldGroup>
  ),
  FormSegments: () => (
    <>
      <RadioSegments label="Timeframe" options={OPTIONS} value="4h" onChange={nothing} />
      <RadioSegments disabled label="Off" options={OPTIONS} value="4h" onChange={nothing} />
      <CheckSegments
        label="Timeframes"
        options={OPTIONS}
        values={new Set(["1h", "4h"])}
        onChange={nothing}
      />
    </>
  ),
  Grip: () => (
    <Row>
      {(["up", "right", "left"] as const).map((grows) => (
        <div
          key={grows}
          style={{
            position: "relative",
            width: "120px",
            height: "64px",
            border: "1px solid var(--line)",
          }}
        >
          <Grip
            label={`Edge of a panel that grows ${grows}`}
            grows={grows}
            size={120}
            least={64}
            most={240}
            title="Drag, or arrow keys"
            measure={() => 120}
            onResize={nothing}
            onDouble={nothing}
            onFold={nothing}
          />
        </div>
      ))}
    </Row>
  ),
  Icon: () => (
    <Row>
      {(Object.keys(ICONS) as IconName[]).map((name) => (
        <span key={name} title={name}>
          <Icon name={name} size={20} />
        </span>
      ))}
      {Object.entries(STILL_ICONS).map(([name, icon]) => (
        <span key={name} title={name}>
          <Icon name={icon} size={20} />
        </span>
      ))}
    </Row>
  ),
  InlineEdit: (at) => (
    <InlineEdit
      id={`name-${at}`}
      name="Rebound"
      class={fieldStyles.input}
      aria-label="Name"
      error={(id, message) => <FieldError id={id} message={message} />}
      onKeep={() => null}
    />
  ),
  ListPicker: () => (
    <Row>
      {["", "nothing fits"].map((words) => (
        <div
          inert
          key={words}
          class={surfacesStyles.popover}
          style={{ position: "static", width: "264px" }}
        >
          <ListPicker
            label="Find a block"
            query={signal(words)}
            items={words === ""
              ? [
                {
                  key: "sma",
                  name: "SMA",
                  detail: "Average of the last candles",
                  icon: <Icon name="blocks" />,
                },
                { key: "rsi", name: "RSI", detail: "A second line" },
              ]
              : []}
            onChoose={nothing}
            onCancel={nothing}
          />
        </div>
      ))}
    </Row>
  ),
  Menu: (at) => (
    <Menu id={`menu-${at}`} label="Actions">
      <MenuItem icon="open" href="#menu">Open</MenuItem>
      <MenuItem icon="pencil">Rename</MenuItem>
      <MenuItem icon="copy" blocked="There is no room for another one.">Duplicate</MenuItem>
      <MenuItem icon="trash" danger>Delete</MenuItem>
    </Menu>
  ),
  Notice: () => (
    <>
      <Notice>What is good to know.</Notice>
      <Notice tone="caution">What to look out for.</Notice>
      <Notice tone="loss">What went wrong.</Notice>
      <Notice bar>
        <p>A bar with something to decide.</p>
        <Button size="compact">Decide</Button>
      </Notice>
      <Notice bar tone="caution">
        <p>A bar with a warning.</p>
      </Notice>
      <Notice bar tone="loss">
        <p>A bar with a failure.</p>
      </Notice>
    </>
  ),
  NumberBox: (at) => (
    <>
      <NumberBox aria-label="Number" value="14" unit="bars" isWrong={false} size="compact" />
      <NumberBox aria-label="Wrong" value="x" isWrong size="compact" />
      <NumberMessage id={`problem-${at}`} problem="Enter a whole number." remark={null} />
      <NumberMessage id={`read-${at}`} problem={null} remark="Read as 1500." />
    </>
  ),
  Popover: () => (
    <div style={{ minHeight: "120px" }}>
      <Popover
        open={signal(true)}
        align="start"
        label="A box"
        opener={(opener) => <Button {...opener} iconAfter="chevron-down">Opened</Button>}
      >
        {() => <p style={{ padding: "16px" }}>What is in the box.</p>}
      </Popover>
    </div>
  ),
  Segments: () => (
    <>
      <Segments label="Timeframe" options={OPTIONS} value="1h" onChange={nothing} />
      <Segments chips label="Common values" options={OPTIONS} value="4h" onChange={nothing} />
    </>
  ),
  Select: () => (
    <>
      <Select aria-label="List" value="1h" options={OPTIONS} />
      <Select aria-label="Compact" size="compact" value="1h" options={OPTIONS} />
      <Select aria-label="Wrong" aria-invalid="true" value="1h" options={OPTIONS} />
      <Select aria-label="Disabled" disabled value="1h" options={OPTIONS} />
    </>
  ),
  Skeleton: () => (
    <div style={{ height: "24px", display: "grid" }}>
      <Skeleton />
    </div>
  ),
  Table: () => (
    <TableScroll label="A table">
      <table class={tableStyles.table}>
        <thead>
          <tr>
            <SortHead column="name" sort={{ key: "name", descending: false }} onSort={nothing}>
              Name
            </SortHead>
            <SortHead
              column="result"
              numeric
              sort={{ key: "name", descending: false }}
              onSort={nothing}
            >
              Return
            </SortHead>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Rebound</th>
            <td class={cx(tableStyles.numeric, toneStyles.gain)}>+12.4 %</td>
          </tr>
          <tr>
            <th scope="row">Breakout</th>
            <td class={cx(tableStyles.numeric, toneStyles.loss)}>−8.1 %</td>
          </tr>
        </tbody>
      </table>
    </TableScroll>
  ),
  Tabs: () => (
    <>
      {(["md", "compact"] as const).map((size) => (
        <Tabs
          key={size}
          size={size}
          label={`Panels, ${size}`}
          value="trades"
          tabs={[
            { value: "result", label: "Result", content: () => <p>What came out.</p> },
            { value: "trades", label: "Trades", content: () => <p>The selected panel, {size}.</p> },
            { value: "why", label: "Disabled", disabled: true, content: () => null },
          ]}
        />
      ))}
    </>
  ),
  TextButton: () => (
    <p>
      A sentence with <TextButton>words that do something</TextButton>, and{" "}
      <TextButton plain>plain ones</TextButton>.
    </p>
  ),
  Time: () => (
    <Row>
      <Time at="2025-01-10T14:22:00Z" />
      <Time at="2025-01-10T14:22:00Z" dateOnly />
    </Row>
  ),
  Tip: () => (
    <Row>
      <Tip text="What the word means.">A word</Tip>
      <Tip text="What the value means." plain>A value</Tip>
    </Row>
  ),
  Toast: () => (
    <>
      <p>Messages come and go at the lower edge of the window.</p>
      <Toasts />
    </>
  ),
  ToastBox: () => (
    <Row>
      <ToastBox onDismiss={nothing}>Renamed</ToastBox>
      <ToastBox action={{ label: "Undo", run: nothing }} onDismiss={nothing}>Archived</ToastBox>
      <ToastBox tone="problem" onDismiss={nothing}>That did not work.</ToastBox>
    </Row>
  ),
};
